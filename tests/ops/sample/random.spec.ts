import assert from "node:assert/strict";
import { Random } from "../../../ops/sample/random";

describe("random numbers of the sample", () => {
  it("are the same for the same seed, and below what they must be", () => {
    const numbers = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 200 }, () => random.next(10));
    };
    assert.deepEqual(numbers(7), numbers(7));
    assert.notDeepEqual(numbers(7), numbers(8));
    assert.deepEqual([...new Set(numbers(7))].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("pick each value, and a key as often as its weight says", () => {
    const random = new Random(7);
    const picked = Array.from({ length: 1000 }, () => random.weighted({ a: 900, b: 100, c: 0 }));
    const share = (key: string) => picked.filter((value) => value === key).length;
    assert.ok(share("a") > 850 && share("b") > 50, `${share("a")} and ${share("b")}`);
    assert.equal(share("c"), 0);
    assert.deepEqual([...new Set(Array.from({ length: 50 }, () => random.pick(["x", "y"])))].sort(), ["x", "y"]);
  });

  it("refuses to pick from nothing", () => {
    assert.throws(() => new Random(7).pick([]), { message: "nothing to pick from" });
    assert.throws(() => new Random(7).weighted({}), { message: "weights must be positive" });
  });
});
