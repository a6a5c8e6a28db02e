import assert from "node:assert/strict";
import * as fc from "fast-check";
import { checkerAddress, checkerRegions } from "../../local/route53/rules/health";
import { allCheckerRanges, checkerRanges, isWithin } from "../../model/checker-ranges";

describe("addresses of health checkers", () => {
  it("hold those of every Region that Route 53 checks from, each once", () => {
    assert.deepEqual(Object.keys(checkerRanges).sort(), ["GLOBAL", ...checkerRegions].sort());
    assert.equal(new Set(allCheckerRanges).size, allCheckerRanges.length);
    assert.equal(allCheckerRanges.length, 17);
  });

  it("are whole blocks: an address that begins none would be refused by WAF's set", () => {
    for (const range of allCheckerRanges) {
      const [address, bits] = range.split("/");
      assert.ok(isWithin([range], address!), range);
      // The address before a block's first is outside of it.
      const parts = address!.split(".").map(Number);
      const before = `${parts.slice(0, 3).join(".")}.${parts[3]! - 1}`;
      assert.ok(parts[3] === 0 || !isWithin([range], before), range);
      assert.ok(Number(bits) >= 16 && Number(bits) <= 32, range);
    }
  });

  it("are those that the twin's checkers ask from, in their own Region's block", () => {
    for (const region of checkerRegions) {
      assert.ok(isWithin(checkerRanges[region]!, checkerAddress(region)), region);
    }
    assert.ok(isWithin(checkerRanges.GLOBAL!, checkerAddress("ca-central-1")));
  });
});

describe("isWithin", () => {
  it("knows addresses and blocks at both ends of a block", () => {
    const within = (address: string) => isWithin(["54.183.255.128/26"], address);
    assert.deepEqual(["54.183.255.127", "54.183.255.128", "54.183.255.191", "54.183.255.192"].map(within), [
      false,
      true,
      true,
      false,
    ]);
    assert.deepEqual(
      ["54.183.255.128/26", "54.183.255.160/27", "54.183.255.128/25", "54.183.255.0/24", "0.0.0.0/0"].map(within),
      [true, true, false, false, false],
    );
    assert.ok(isWithin(["0.0.0.0/0"], "255.255.255.255"));
    assert.ok(isWithin(["10.0.0.0/8", "192.0.2.1"], "192.0.2.1"));
  });

  it("refuses what is no IPv4 address", () => {
    for (const text of [
      "",
      "1.2.3",
      "1.2.3.4.5",
      "256.1.1.1",
      "1.2.3.4/33",
      "::1",
      "1.2.3.4/",
      "a.b.c.d",
      " 1.2.3.4",
    ]) {
      assert.equal(isWithin(["0.0.0.0/0"], text), false, text);
      assert.equal(isWithin([text], "1.2.3.4"), false, text);
    }
  });

  it("agrees with comparing the leading bits", () => {
    const bits = (text: string) =>
      text
        .split(".")
        .map((part) => Number(part).toString(2).padStart(8, "0"))
        .join("");
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (range, address, length) => {
        const same = bits(range).slice(0, length) === bits(address).slice(0, length);
        assert.equal(isWithin([`${range}/${length}`], address), same);
      }),
    );
  });
});
