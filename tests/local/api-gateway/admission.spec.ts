import assert from "node:assert/strict";
import { Pipeline } from "../../../local/api-gateway/pipeline";
import { stagesOf } from "../../../local/api-gateway/rules/declared";
import type { WafRequest } from "../../../local/waf/types";
import { ManualClock } from "../../support/manual-clock";
import { graphOf } from "../../support/twin-context";
import { api, host, region } from "./declared-api";

describe("local/api-gateway, before a route is looked for", () => {
  const shown: { arn: string; request: WafRequest }[] = [];
  let blocks: (request: WafRequest) => boolean;
  let clock: ManualClock;
  let pipeline: Pipeline;
  let invoked: number;
  const [stage] = stagesOf(graphOf(...api()), region);
  beforeEach(() => {
    shown.length = 0;
    invoked = 0;
    blocks = () => false;
    clock = new ManualClock(0);
    pipeline = new Pipeline({
      clock,
      lambda: { invoke: async () => ({ statusCode: 200, body: String(++invoked) }) },
      waf: {
        judge(arn, request) {
          shown.push({ arn, request });
          return { action: blocks(request) ? "block" : "allow", rule: undefined };
        },
      },
      authorized: async () => {},
    });
  });

  const ask = (path: string, sourceIp = "192.0.2.1") =>
    pipeline.respond(
      { ...stage!, arn: "the stage" },
      {
        method: "GET",
        path: `/base${path}`,
        routedPath: path,
        query: [],
        headers: [["X-Name", "value"]],
        body: Buffer.alloc(0),
        host,
        sourceIp,
        requestId: "r-1",
        at: 0,
        tooLarge: false,
      },
      "trace",
    );

  it("shows the firewall address, method, the path as it was sent, and headers by lower-case name", async () => {
    assert.equal((await ask("/healthz")).status, 200);
    const [{ arn, request }] = shown as [(typeof shown)[0]];
    assert.equal(arn, "the stage");
    assert.deepEqual([request.ip, request.method, request.path], ["192.0.2.1", "GET", "/base/healthz"]);
    assert.deepEqual(request.headers.get("x-name"), ["value"]);
  });

  it("refuses what the firewall blocks with 403, in the API's own words, and asks no function", async () => {
    blocks = ({ ip }) => ip === "192.0.2.1";
    for (const path of ["/healthz", "/nowhere"]) {
      const { status, headers } = await ask(path);
      assert.equal(status, 403);
      assert.deepEqual(
        headers.find(([name]) => name === "x-amzn-ErrorType"),
        ["x-amzn-ErrorType", "ForbiddenException"],
      );
    }
    assert.equal(invoked, 0);
    assert.equal((await ask("/healthz", "192.0.2.2")).status, 200);
  });

  it("takes of a method's bucket only what the firewall lets in", async () => {
    blocks = ({ ip }) => ip === "192.0.2.1";
    for (let request = 0; request < 10; request += 1) {
      await ask("/healthz");
    }
    // The bucket of the declared API holds three.
    const statuses = [];
    for (let request = 0; request < 4; request += 1) {
      statuses.push((await ask("/healthz", "192.0.2.2")).status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 429]);
  });

  it("takes what is blocked of all that the account has in the Region, and fills it again with time", async () => {
    blocks = ({ ip }) => ip === "192.0.2.1";
    for (let request = 0; request < 5_000; request += 1) {
      assert.equal((await ask("/healthz")).status, 403);
    }
    assert.equal((await ask("/healthz")).status, 429);
    assert.equal((await ask("/healthz", "192.0.2.2")).status, 429);
    assert.equal(shown.length, 5_000);
    await clock.advance(1);
    assert.equal((await ask("/healthz", "192.0.2.2")).status, 200);
  });
});
