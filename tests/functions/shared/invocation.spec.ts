import assert from "node:assert/strict";
import { mock } from "node:test";
import { respondTo } from "../../../functions/shared/invocation";
import { logged } from "../support/handler";

describe("answering an event", () => {
  afterEach(() => mock.restoreAll());
  const event = { httpMethod: "GET", path: "/x" };

  it("logs how long it took, to a hundredth of a millisecond, and what is known of the response", async () => {
    const times = [10, 22.3456];
    mock.method(performance, "now", () => times.shift());
    const respond = () => ({ response: { status: 200, headers: { a: "b" }, body: "c" }, route: "/{x}", stale: true });
    const { result, log } = await logged(() => respondTo("f", event, respond));
    assert.deepEqual(result, { statusCode: 200, headers: { a: "b" }, body: "c", isBase64Encoded: false });
    assert.deepEqual(log, [{ function: "f", status: 200, ms: 12.35, route: "/{x}", stale: true }]);
  });

  it("answers an error that nobody foresaw with what to do, and nothing of the error", async () => {
    const { result, log } = await logged(() => respondTo("f", event, () => Promise.reject(new RangeError("secret"))));
    assert.deepEqual([log.length, log[1]!.route], [2, "unknown"]);
    const { status, code, detail } = JSON.parse(result.body);
    assert.deepEqual([result.statusCode, status, code], [500, 500, "internal-error"]);
    assert.equal(detail, "The error is on this side and has been logged. Try again later.");
    assert.doesNotMatch(result.body, /secret|RangeError/);
  });
});
