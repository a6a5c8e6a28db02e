import assert from "node:assert/strict";
import { closest } from "../../../local/control/closest";

describe("closest names", () => {
  const names = ["Toronto", "Montreal", "San Francisco", "Santiago"];
  it("are those that contain what was typed", () =>
    assert.deepEqual(closest("san", names), ["San Francisco", "Santiago"]));
  it("else those within two mistakes, nearest first", () => assert.deepEqual(closest("Torono", names), ["Toronto"]));
  it("are none where nothing is near", () => assert.deepEqual(closest("Ulaanbaatar", names), []));
});
