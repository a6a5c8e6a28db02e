import assert from "node:assert/strict";
import fc from "fast-check";
import { isObject, objectIn, unknownFields } from "../../../functions/shared/body";
import { pointer } from "../../../model/json-issue";

const example = '{"a":1}';
const read = (body: string | Buffer) => objectIn(Buffer.from(body as string), example);

/** Names with all that a pointer has to escape. */
const anyName = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: fc.constantFrom("~", "/", "0", "1"), maxLength: 6 }),
);

describe("a JSON body", () => {
  it("is an object in UTF-8", () => {
    assert.deepEqual(read('{"a":"é"}'), { object: { a: "é" } });
    assert.deepEqual(read("\ufeff{}"), { object: {} }, "a byte order mark says nothing else");
  });

  for (const [what, body, detail] of [
    ["nothing", "", "is not JSON in UTF-8"],
    ["half an object", "{", "is not JSON in UTF-8"],
    ["what is not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), "is not JSON in UTF-8"],
    ["a list", "[]", "must be an object"],
    ["null", "null", "must be an object"],
    ["text", '"a"', "must be an object"],
  ] as const) {
    it(`refuses ${what}, with what would do`, () =>
      assert.deepEqual(read(body as string), { issues: [{ pointer: "", detail: `${detail}; send ${example}` }] }));
  }

  it("refuses each field that nobody asked for, by a name of bounded length", () => {
    assert.deepEqual(unknownFields({ a: 1, b: 2, ["x".repeat(70)]: 3 }, ["a"]), [
      { pointer: "/b", detail: "is not known; leave it out" },
      { pointer: `/${"x".repeat(64)}`, detail: "is not known; leave it out" },
    ]);
    assert.deepEqual(unknownFields({ "a/b": 1 }, [], { where: "/list/0", longestName: 2 }), [
      { pointer: "/list/0/a~1", detail: "is not known; leave it out" },
    ]);
    assert.deepEqual(unknownFields(JSON.parse('{"__proto__":1}'), ["a"]).length, 1);
  });

  it("is pointed into as RFC 6901 says: whoever follows a pointer finds the value", () =>
    fc.assert(
      fc.property(fc.array(anyName, { minLength: 1, maxLength: 5 }), (names) => {
        const root: Record<string, unknown> = Object.create(null);
        let inner = root;
        for (const name of names) {
          inner = inner[name] = Object.create(null);
        }
        inner.value = "found";
        const text = names.reduce<string>((parent, name) => pointer(parent, name), "");
        const followed = text
          .split("/")
          .slice(1)
          .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
          .reduce<any>((value, name) => value[name], root);
        assert.equal(followed.value, "found");
      }),
    ));

  it("refuses lists and null as objects", () => {
    assert.deepEqual([{}, [], null, 1, "a"].map(isObject), [true, false, false, false, false]);
  });
});
