import assert from "node:assert/strict";
import type { Hop } from "../../../local/context";
import { summaryOf } from "../../../local/control/summaries";

const hop = (changes: Partial<Hop>): Hop => ({
  trace: "t",
  at: 1000,
  ms: 5,
  service: "lambda",
  resource: "profile",
  action: "invoke",
  place: "ca-central-1",
  region: "ca-central-1",
  jurisdiction: "CA",
  dataClass: "personal",
  outcome: "ok",
  ...changes,
});
const trace = (...hops: Hop[]) => ({ id: "t", at: 990, from: "Toronto", organization: "acme", home: "CA", hops });

describe("request summaries", () => {
  it("go from the edge to the Region, whichever was noted first", () => {
    const edge = hop({
      service: "global-accelerator",
      place: "edge Toronto",
      region: null,
      jurisdiction: null,
      at: 1020,
    });
    const dns = hop({ service: "route53", place: "Toronto", region: null, jurisdiction: null });
    const { stops } = summaryOf(trace(dns, hop({}), hop({ service: "dynamodb" }), edge));
    assert.deepEqual(
      stops.map((stop) => stop.place),
      ["edge Toronto", "ca-central-1"],
    );
  });

  it("end as the client saw it", () => {
    const client = hop({
      service: "client",
      place: "Toronto",
      region: null,
      at: 1010,
      ms: 90,
      outcome: "refused: ETIMEDOUT",
    });
    const summary = summaryOf(trace(client, hop({ at: 1005 })));
    assert.deepEqual([summary.ok, summary.outcome, summary.ms], [false, "refused: ETIMEDOUT", 110]);
  });

  it("count a hop of data that was served outside home", () => {
    assert.equal(summaryOf(trace(hop({ region: "us-east-1", jurisdiction: "US" }))).crossings, 1);
    assert.equal(summaryOf(trace(hop({ region: "us-east-1", jurisdiction: "US", dataClass: "routing" }))).crossings, 0);
  });
});
