import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesOf, dnsName, isInZone, labelsOf, nameOf, recordName } from "../../../../local/route53/rules/names";
import { resource } from "../../../support/twin-context";

const label = fc.uint8Array({ minLength: 1, maxLength: 63 });

describe("route53 names", () => {
  for (const [name, expected] of [
    ["WWW.Example.COM.", "www.example.com"],
    ["example.com", "example.com"],
    ["", ""],
    [".", ""],
    ["\\052.example.com", "*.example.com"],
    ["\\101\\132.example.com", "az.example.com"],
    ["a\\.b.example.com", "a\\056b.example.com"],
    ["a\\056b.example.com.", "a\\056b.example.com"],
    ["a\\.", "a\\056"],
    ["\\134.example.com", "\\134.example.com"],
    ["\\\\.example.com", "\\134.example.com"],
    ["with space.example.com", "with\\040space.example.com"],
    ["é.example.com", "\\303\\251.example.com"],
    ["\\303\\251.example.com", "\\303\\251.example.com"],
    ["\\000\\177\\377.example.com", "\\000\\177\\377.example.com"],
    ["_dmarc.ex-a_m~ple!.com", "_dmarc.ex-a_m~ple!.com"],
    ["\\9.example.com", "9.example.com"],
    ["\\08.example.com", "08.example.com"],
    ["\\477.example.com", "477.example.com"],
    ["a\\", "a\\134"],
    ["İ.example.com", "\\304\\260.example.com"],
  ] as const) {
    it(`${JSON.stringify(name)} is ${JSON.stringify(expected)}`, () => assert.equal(dnsName(name), expected));
  }

  it("keeps every label's bytes and case, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 5 }), (labels) => {
        const back = labelsOf(nameOf(labels));
        assert.deepEqual(
          back.map((label) => [...label]),
          labels.map((label) => [...label]),
        );
      }),
    );
  });

  it("compares ASCII letters without case, and nothing else (RFC 4343)", () => {
    assert.equal(nameOf(labelsOf("WwW.Example")), "WwW.Example");
    assert.notEqual(dnsName("\\303\\211"), dnsName("\\303\\251"));
    assert.notEqual(dnsName("a[.com"), dnsName("a{.com"));
  });

  it("reads escapes in text: octal, or the character itself", () => {
    assert.deepEqual([...bytesOf('a\\"\\101\\377\n\\')], [97, 34, 65, 255, 10, 92]);
    assert.deepEqual([...bytesOf("")], []);
  });

  it("knows a zone's names by whole labels", () => {
    assert.deepEqual(
      ["example.com", "a.example.com", "aexample.com", "a\\056example.com", "com"].map((name) =>
        isInZone(name, "example.com"),
      ),
      [true, true, false, false, false],
    );
  });

  for (const [inputs, zone, expected] of [
    [{ name: "www" }, "example.com", "www.example.com"],
    [{ name: "" }, "example.com", "example.com"],
    [{ name: "WWW.example.com." }, "example.com", "www.example.com"],
    [{ name: "example.com" }, "example.com", "example.com"],
    [{ name: "www" }, undefined, "www"],
    [{}, "example.com", "example.com"],
  ] as const) {
    it(`a record ${JSON.stringify(inputs)} in ${zone} is ${expected}`, () => {
      const record = resource("aws:route53/record:Record", "record", inputs);
      assert.equal(recordName(record, zone), expected);
    });
  }

  it("takes a record's full name where the provider has it", () => {
    const record = resource(
      "aws:route53/record:Record",
      "record",
      { name: "www" },
      { outputs: { fqdn: "www.example.org" } },
    );
    assert.equal(recordName(record, undefined), "www.example.org");
  });
});
