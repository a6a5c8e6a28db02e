import assert from "node:assert/strict";
import * as fc from "fast-check";
import { issueWithNetwork, overlap } from "../../model/networks";

describe("networks", () => {
  it("are private, of /16 to /22, and begin where a block of their size does", () => {
    for (const good of [
      "10.0.0.0/16",
      "10.255.252.0/22",
      "172.16.0.0/16",
      "172.20.0.0/16",
      "172.31.0.0/16",
      "192.168.0.0/17",
    ]) {
      assert.equal(issueWithNetwork(good), undefined, good);
    }
  });

  for (const bad of [
    "",
    "x10.16.0.0/16",
    "10.16.0.0/16x",
    "10.16.0.0/160",
    "10.16.0/16",
    "10.16.10.16.0.0/16",
    "10.256.0.0/16",
    "8.10.0.0/16",
    "172.10.0.0/16",
    "172.15.0.0/16",
    "172.32.0.0/16",
    "192.169.0.0/16",
    "10.0.0.0/15",
    "10.0.0.0/23",
    "10.0.0.0/33",
    "10.0.1.0/22",
  ]) {
    it(`refuses ${JSON.stringify(bad)}`, () => {
      assert.equal(
        issueWithNetwork(bad),
        "allowed is a private IPv4 network of /16 to /22 such as 10.32.0.0/16; correct it, or leave it empty for the default",
      );
    });
  }

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
          a.addresses.some((address) => b.addresses.includes(address)),
        );
      }),
    );
  });
});
