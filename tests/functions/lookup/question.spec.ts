import assert from "node:assert/strict";
import { batchOf, byEmailDomain, byOrganization } from "../../../functions/lookup/question";
import { emailDomainKey, slugKey } from "../../../model/registry";
import { acme } from "../support/tables";

const key = "a key for tests";

describe("a question to the lookup", () => {
  it("is by opaque id, of which the row must be", () => {
    for (const text of [acme, ` ${acme.toUpperCase()} `]) {
      const { key: keyOf, ...asked } = byOrganization(text, key)!;
      assert.deepEqual([asked, keyOf()], [{ name: acme, id: acme }, `org#${acme}`]);
    }
  });

  it("is by slug, of any case", () => {
    for (const text of ["acme", " ACME "]) {
      const { key: keyOf, ...asked } = byOrganization(text, key)!;
      assert.deepEqual([asked, keyOf()], [{ name: "slug:acme" }, slugKey(key, "acme")]);
    }
  });

  for (const text of ["", "-a", "a-", "a b", "a/b", "é", "a".repeat(64), `${acme}0`]) {
    it(`refuses ${JSON.stringify(text.slice(0, 30))} for a slug`, () =>
      assert.equal(byOrganization(text, key), undefined));
  }

  for (const [text, domain] of [
    ["Acme.Example", "acme.example"],
    [" acme.example ", "acme.example"],
    ["acme.example.", "acme.example"],
    ["münchen.example", "xn--mnchen-3ya.example"],
  ] as const) {
    it(`is by e-mail domain: ${text}`, () => {
      const { key: keyOf, ...asked } = byEmailDomain(text, key)!;
      assert.deepEqual([asked, keyOf()], [{ name: `email:${domain}` }, emailDomainKey(key, domain)]);
    });
  }

  for (const text of [
    "",
    "example",
    "me@acme.example",
    "acme.example:25",
    "acme.example/",
    "a b.example",
    "acme.example..",
    "192.0.2.1",
    "%61cme.example",
    "acme.example?x",
    "acme.example#x",
    "[acme].example",
    "acme\\.example",
  ]) {
    it(`refuses ${JSON.stringify(text)} for an e-mail domain`, () => assert.equal(byEmailDomain(text, key), undefined));
  }

  const batch = (value: unknown) => batchOf(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), 3);

  it("is of several at once, as they were asked for", () => {
    assert.deepEqual(batch({ organizations: ["b", "a", "b"] }), { organizations: ["b", "a", "b"] });
    assert.deepEqual(batch({ organizations: ["a"] }), { organizations: ["a"] });
  });

  const object = { pointer: "", detail: 'must be an object; send {"organizations":["acme"]}' };
  for (const [body, issues] of [
    ["{", [{ pointer: "", detail: 'is not JSON in UTF-8; send {"organizations":["acme"]}' }]],
    ["null", [object]],
    ["7", [object]],
    [[], [object]],
    [{}, [{ pointer: "/organizations", detail: "must be a list of 1 to 3 slugs or ids" }]],
    [{ organizations: [] }, [{ pointer: "/organizations", detail: "has 0 entries; 1 to 3 are allowed" }]],
    [
      { organizations: ["a", "b", "c", "d"] },
      [{ pointer: "/organizations", detail: "has 4 entries; 1 to 3 are allowed" }],
    ],
    [
      { organizations: ["a", null, 7] },
      [
        { pointer: "/organizations/1", detail: "is null; send a string" },
        { pointer: "/organizations/2", detail: "is number; send a string" },
      ],
    ],
    [{ organizations: ["a"], "a/b~c": 1 }, [{ pointer: "/a~1b~0c", detail: "is not known; leave it out" }]],
    [
      { organizations: ["a"], ["x".repeat(70)]: 1 },
      [{ pointer: `/${"x".repeat(64)}`, detail: "is not known; leave it out" }],
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(body).slice(0, 50)} and says all that is wrong`, () =>
      assert.deepEqual(batch(body), { issues: issues }));
  }
});
