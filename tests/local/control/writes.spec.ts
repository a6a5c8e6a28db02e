import assert from "node:assert/strict";
import type { Hop } from "../../../local/context";
import { Writes, writesLastMs } from "../../../local/control/writes";

const write = (more: Partial<Hop> = {}) =>
  ({
    service: "dynamodb",
    action: "PutItem",
    dataClass: "personal",
    region: "ca-west-1",
    outcome: "ok",
    at: 1000,
    ms: 5,
    ...more,
  }) as Hop;

describe("which Regions take writes", () => {
  it("are those in which data of people has been written in the last half minute", () => {
    const writes = new Writes();
    assert.equal(writesLastMs, 30_000);
    writes.note(write());
    writes.note(write({ region: "ca-central-1", action: "TransactWriteItems", at: 20_000 }));
    assert.deepEqual(writes.regions(31_004), ["ca-west-1", "ca-central-1"]);
    assert.deepEqual(writes.regions(31_005), ["ca-central-1"]);
    writes.note(write({ at: 40_000 }));
    assert.deepEqual(writes.regions(41_000), ["ca-west-1", "ca-central-1"]);
  });

  for (const [what, more] of [
    ["a read", { action: "GetItem" }],
    ["what is no data of people", { dataClass: "operational" }],
    ["a write that failed", { outcome: "ConditionalCheckFailedException" }],
    ["a write outside of Regions", { region: null }],
    ["what another service does", { service: "kms" }],
  ] as const) {
    it(`are not told by ${what}`, () => {
      const writes = new Writes();
      writes.note(write(more));
      assert.deepEqual(writes.regions(1000), []);
    });
  }
});
