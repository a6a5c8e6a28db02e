import assert from "node:assert/strict";
import { log, logError, logMetrics, warn } from "../../../functions/shared/log";
import { Day } from "../support/day";
import { logged } from "../support/handler";

describe("the log", () => {
  let day: Day;
  beforeEach(() => {
    day = new Day();
  });
  afterEach(() => day.end());
  const lines = async (write: () => void) => (await logged(async () => write())).log;
  const timestamp = "2026-11-02T09:00:00.000Z";

  it("has a line of JSON for each request, and nothing around metrics", async () => {
    const line = { function: "f", route: "/r", status: 200, ms: 1 };
    assert.deepEqual(await lines(() => log(line)), [line]);
    assert.deepEqual(await lines(() => logMetrics({ a: [1] })), [{ a: [1] }]);
  });

  it("says what an operator should know", async () =>
    assert.deepEqual(await lines(() => warn("f", "m")), [{ level: "WARN", timestamp, function: "f", message: "m" }]));

  it("has of an error its class only: a message may quote what the client sent", async () => {
    for (const [error, what] of [
      [new RangeError("jane@example.com"), "RangeError"],
      ["jane@example.com", "string"],
      [undefined, "undefined"],
    ] as const) {
      assert.deepEqual(await lines(() => logError("f", error)), [
        { level: "ERROR", timestamp, function: "f", error: what },
      ]);
    }
  });
});
