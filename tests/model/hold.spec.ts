import assert from "node:assert/strict";
import { heldUntil, holdKey, mayHold, returnSettlesMs } from "../../model/hold";

const now = Date.UTC(2026, 5, 1, 12);
const at = (ms: number) => new Date(now + ms).toISOString();
const row = { by: "ca-west-1", since: at(-60_000), seen: at(-1000), until: at(299_000) };
const ordered = (state: "evacuated" | "returned", ms: number) => ({ state, since: at(ms), by: "jane" });

describe("a hold", () => {
  it("is a row of the Region that is left", () => assert.equal(holdKey("ca-central-1"), "hold#ca-central-1"));

  it("lasts until its time, and not at it", () => {
    assert.equal(heldUntil(row, undefined, now), now + 299_000);
    assert.equal(heldUntil(row, undefined, now + 298_999), now + 299_000);
    assert.equal(heldUntil(row, undefined, now + 299_000), undefined);
  });

  it("is none without a row, or with one that does not say when it was seen and until when", () => {
    for (const other of [undefined, {}, { until: row.until }, { seen: row.seen }, { ...row, until: "soon" }]) {
      assert.equal(heldUntil(other, undefined, now), undefined, JSON.stringify(other));
    }
  });

  it("is ended by an operator's return, whatever is seen until health checkers have followed", () => {
    assert.equal(heldUntil(row, ordered("returned", -500), now), undefined);
    assert.equal(heldUntil(row, ordered("returned", -90_999), now), undefined);
    assert.equal(heldUntil(row, ordered("returned", -91_000), now), now + 299_000);
  });

  it("is none beside an evacuation, which says the same for longer", () => {
    assert.equal(heldUntil(row, ordered("evacuated", -500), now), undefined);
  });

  it("is begun while nothing is ordered, but not while the Region is evacuated", () => {
    assert.equal(mayHold(undefined, now), true);
    assert.equal(mayHold(ordered("evacuated", -86_400_000), now), false);
  });

  it("is not begun by what health checkers still see after a return", () => {
    assert.equal(returnSettlesMs, 90_000);
    assert.equal(mayHold(ordered("returned", -89_999), now), false);
    assert.equal(mayHold(ordered("returned", -90_000), now), true);
  });
});
