import assert from "node:assert/strict";
import fc from "fast-check";
import { preferencesOf } from "../../../functions/profile/preferences";

const body = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
const pointers = (value: unknown) => {
  const result = preferencesOf(body(value));
  return "faults" in result ? result.faults.map(({ pointer }) => pointer) : [];
};

describe("preferences", () => {
  it("take any JSON up to five levels deep, and give back the same", () => {
    const value = { a: { b: { c: { d: [1, true, null, "é"] } } } };
    assert.deepEqual(preferencesOf(body({ preferences: value })), { preferences: value });
  });

  it("refuses every fault at once", () =>
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

  for (const wrong of ["", "nothing", "[]", "null", "7", '{"preferences":[]}', '{"preferences":null}', "{}"])
    it(`refuses ${wrong || "an empty body"}`, () => assert.equal(pointers(wrong).length, 1));

  it("refuses what is not UTF-8", () =>
    assert.ok("faults" in preferencesOf(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))));

  it("never throws, and names at most 20 faults, whatever comes", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((text) => `{"preferences":${text}}`),
        ),
        (text) => {
          const result = preferencesOf(body(text));
          if ("faults" in result) assert.ok(result.faults.length >= 1 && result.faults.length <= 20);
        },
      ),
    ));
});
