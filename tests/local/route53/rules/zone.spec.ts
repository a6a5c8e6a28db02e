import assert from "node:assert/strict";
import { addressesOf, apexRows, recordsAt } from "../../../../local/route53/rules/zone";
import { lines, of, soa, zone } from "../world";

const valuesAt = (records: ReturnType<typeof of>[], name: string) =>
  recordsAt(zone(...records), name)?.flatMap(({ values }) => values);

describe("what a hosted zone has at a name", () => {
  it("is its own SOA and NS, unless they are declared", () => {
    const declared = of("example.com", "NS", "a.example.net");
    assert.deepEqual(
      recordsAt(zone(declared), "example.com")?.map(({ type, values }) => `${type} ${values}`),
      ["NS a.example.net", soa.replace("example.com ", "")],
    );
    assert.deepEqual(lines(apexRows(zone(declared), "NS")), ["example.com NS a.example.net"]);
  });

  const records = [
    of("*.example.com", "A", "1.1.1.1"),
    of("w.example.com", "A", "2.2.2.2"),
    of("a.deep.example.com", "A", "3.3.3.3"),
  ];
  for (const [name, values] of [
    ["w.example.com", ["2.2.2.2"]],
    ["other.example.com", ["1.1.1.1"]],
    ["far.other.example.com", ["1.1.1.1"]],
    // That it ends as another name does is no reason to take it for a name below that.
    ["ww.example.com", ["1.1.1.1"]],
    ["deep.example.com", []],
    ["x.w.example.com", undefined],
    ["x.deep.example.com", undefined],
  ] as const) {
    it(`at ${name} is ${values ? values.join() || "empty" : "nothing"}, with a wildcard above`, () =>
      assert.deepEqual(valuesAt(records, name), values));
  }

  it("has addresses of hosts that NS, MX and SRV records name, and of no others", () => {
    const hosts = ["ns", "mail", "srv", "alias"].map((host) => of(`${host}.example.com`, "A", "1.1.1.1"));
    const row = (type: string, value: string) => ({ name: "example.com", type, ttl: 30, value });
    const named = addressesOf(zone(...hosts), [
      row("NS", "ns.example.com."),
      row("MX", "10 MAIL.example.com"),
      row("SRV", "1 2 3 srv.example.com"),
      row("CNAME", "alias.example.com"),
    ]);
    assert.deepEqual(
      named.map(({ name }) => name),
      ["ns.example.com", "mail.example.com", "srv.example.com"],
    );
  });
});
