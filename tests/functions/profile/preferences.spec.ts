import assert from "node:assert/strict";
import fc from "fast-check";
import { preferencesOf } from "../../../functions/profile/preferences";

const body = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
const pointers = (value: unknown) => {
  const result = preferencesOf(body(value));
  return "issues" in result ? result.issues.map(({ pointer }) => pointer) : [];
};

describe("preferences", () => {
  it("take any JSON up to five levels deep, and give back the same", () => {
    const value = { a: { b: { c: { d: [1, true, null, "é"] } } } };
    assert.deepEqual(preferencesOf(body({ preferences: value })), { preferences: value });
  });

  it("refuses with every issue at once", () =>
    assert.deepEqual(pointers({ preferences: { "1a": 1, "": 2, "a/b": 3, ok: { "x y": 4 } }, extra: 1 }), [
      "/extra",
      "/preferences/1a",
      "/preferences/",
      "/preferences/a~1b",
      "/preferences/ok/x y",
    ]));

  it("refuses names that change objects", () =>
    assert.deepEqual(pointers('{"preferences":{"__proto__":{"admin":true}}}'), ["/preferences/__proto__"]));

  it("refuses deeper nesting, also in lists", () =>
    assert.deepEqual(pointers({ preferences: { a: [[[[[1]]]]] } }), ["/preferences/a/0/0/0/0"]));

  for (const wrong of ["", "nothing", "[]", "null", "7", '{"preferences":[]}', '{"preferences":null}', "{}"]) {
    it(`refuses ${wrong || "an empty body"}`, () => assert.equal(pointers(wrong).length, 1));
  }

  it("refuses what is not UTF-8", () =>
    assert.ok("issues" in preferencesOf(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))));

  const issuesOf = (value: unknown) =>
    (preferencesOf(Buffer.isBuffer(value) ? value : body(value)) as { issues: unknown[] }).issues;
  const notUtf8 = Buffer.concat([body('{"preferences":{"a":"'), Buffer.from([0xff]), body('"}}')]);
  for (const [what, value, pointer, detail] of [
    ["no JSON", "{", "", 'is not JSON in UTF-8; send {"preferences":{"language":"fr"}}'],
    ["text that is not UTF-8", notUtf8, "", 'is not JSON in UTF-8; send {"preferences":{"language":"fr"}}'],
    ["a list", "[]", "", 'must be an object; send {"preferences":{"language":"fr"}}'],
    ["no preferences", "{}", "/preferences", "must be an object"],
    ["more than preferences", { preferences: {}, "a/b~c": 1 }, "/a~1b~0c", "is not known; leave it out"],
    [
      "a name of 65 letters",
      { preferences: { ["x".repeat(65)]: 1 } },
      `/preferences/${"x".repeat(64)}`,
      "names start with a letter and have 1 to 64 of letters, digits, _ . : -",
    ],
    ["six levels", { preferences: { a: [[[[[1]]]]] } }, "/preferences/a/0/0/0/0", "is nested deeper than 5 levels"],
  ] as const) {
    it(`says what is wrong with ${what}`, () => assert.deepEqual(issuesOf(value), [{ pointer, detail }]));
  }

  it("says 20 issues and no more, and looks for no more", () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}`, 1]));
    assert.equal(issuesOf({ preferences: many(19) }).length, 19);
    assert.equal(issuesOf({ preferences: many(30) }).length, 20);
    assert.equal(issuesOf({ ...many(30), preferences: many(30) }).length, 20);
    assert.equal(issuesOf({ preferences: { a: many(15), b: many(15) } }).length, 20);
  });

  it("never throws, and names at most 20 issues, whatever comes", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((text) => `{"preferences":${text}}`),
        ),
        (text) => {
          const result = preferencesOf(body(text));
          if ("issues" in result) {
            assert.ok(result.issues.length >= 1 && result.issues.length <= 20);
          }
        },
      ),
    ));
});
