import assert from "node:assert/strict";
import * as fc from "fast-check";
import { overlap } from "../../model/networks";

describe("networks", () => {
  it("overlap where an address is in both", () => {
    const network = fc.tuple(fc.nat(15), fc.integer({ min: 28, max: 32 })).map(([last, size]) => {
      const first = last - (last % 2 ** (32 - size));
      return {
        cidr: `10.0.0.${first}/${size}`,
        addresses: Array.from({ length: 2 ** (32 - size) }, (_, i) => first + i),
      };
    });
    fc.assert(
      fc.property(network, network, (a, b) => {
        assert.equal(
          overlap(a.cidr, b.cidr),
          a.addresses.some((one) => b.addresses.includes(one)),
        );
      }),
    );
  });
});
