import assert from "node:assert/strict";
import {
  emailDomainKey,
  emailDomainPattern,
  organizationIdPattern,
  organizationKey,
  regionKey,
  slugKey,
  slugPattern,
} from "../../model/registry";

describe("keys of the registry", () => {
  it("are the same for ever: what is stored is found by them", () => {
    assert.equal(organizationKey("org_1"), "org#org_1");
    assert.equal(regionKey("ca-west-1"), "region#ca-west-1");
    assert.equal(slugKey("k", "acme"), "slug#HY8OJOnfbO-pgztavatJbesV3VK3kmZeG_8QJdN9-wU");
    assert.equal(emailDomainKey("k", "acme"), "email#_Gzkj5wvzzGj9BrwQIbJ0GJ2gZHrCFLfU4bzVVwNoAM");
    assert.notEqual(slugKey("k", "acme").slice(5), emailDomainKey("k", "acme").slice(6));
  });

  const id = `org_${"0".repeat(26)}`;
  for (const [what, pattern, good, bad] of [
    [
      "an id",
      organizationIdPattern,
      [id, `org_${"z".repeat(26)}`],
      ["", `x${id}`, `${id}0`, id.slice(0, -1), id.replace("0", "i"), id.toUpperCase()],
    ],
    ["a slug", slugPattern, ["a", "7", "a-b", "a".repeat(63)], ["", "-a", "a-", "A", "a_b", "a.b", "a".repeat(64)]],
    [
      "an e-mail domain",
      emailDomainPattern,
      [
        "a.bc",
        "a.b.cd",
        "a-b.example",
        "1.example",
        `${"a".repeat(63)}.example`,
        `${`${"a".repeat(61)}.`.repeat(4)}com`.slice(-253),
      ],
      [
        "",
        "a",
        "bc",
        ".bc",
        "a..bc",
        "a.b",
        "a.1c",
        "a.b-",
        "-a.bc",
        "a-.bc",
        "a.bc.",
        "A.bc",
        "a b.cd",
        "é.bc",
        `${"a".repeat(64)}.bc`,
        `${"a.".repeat(126)}comm`,
        " a.bc",
      ],
    ],
  ] as const) {
    it(`take for ${what} what is one, and refuse the rest`, () => {
      for (const text of good) {
        assert.ok(pattern.test(text), `${text.slice(0, 40)} of ${text.length}`);
      }
      for (const text of bad) {
        assert.ok(!pattern.test(text), `${text.slice(0, 40)} of ${text.length}`);
      }
    });
  }
});
