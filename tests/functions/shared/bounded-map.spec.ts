import assert from "node:assert/strict";
import fc from "fast-check";
import { BoundedMap } from "../../../functions/shared/bounded-map";

describe("bounded map", () => {
  it("holds what a plain list would hold that drops its oldest, never more than its limit", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.record({ key: fc.integer({ min: 0, max: 12 }), drop: fc.boolean() }), { maxLength: 200 }),
        (limit, steps) => {
          const map = new BoundedMap<number, number>(limit);
          let model: [number, number][] = [];
          for (const [at, { key, drop }] of steps.entries()) {
            model = model.filter(([present]) => present !== key);
            if (drop) {
              map.delete(key);
            } else {
              map.set(key, at);
              model = [...model, [key, at] as [number, number]].slice(-limit);
            }
            assert.equal(map.size, model.length);
            for (let index = 0; index <= 12; index++) {
              assert.equal(
                map.get(index),
                model.find(([other]) => other === index)?.[1],
                `key ${index} after step ${at}`,
              );
            }
          }
        },
      ),
    ));

  it("keeps what is set again, and drops what was not", () => {
    const map = new BoundedMap<string, number>(2);
    for (const [at, key] of ["a", "b", "a", "c"].entries()) {
      map.set(key, at);
    }
    assert.deepEqual(
      ["a", "b", "c"].map((key) => map.get(key)),
      [2, undefined, 3],
    );
  });

  it("drops the oldest in constant time", () => {
    const map = new BoundedMap<number, number>(50_000);
    // Seconds where each drop walks over the places of the dropped; the time-out of this test is the assertion.
    for (let index = 0; index < 1_000_000; index++) {
      map.set(index, index);
    }
    assert.equal(map.size, 50_000);
    assert.equal(map.get(949_999), undefined);
    assert.equal(map.get(950_000), 950_000);
  });

  for (const limit of [0, -1, Number.NaN]) {
    it(`refuses a limit of ${limit}`, () =>
      assert.throws(() => new BoundedMap(limit), {
        name: "RangeError",
        message: `a bounded map needs room for at least one entry, not ${limit}`,
      }));
  }
});
