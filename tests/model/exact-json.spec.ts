import assert from "node:assert/strict";
import fc from "fast-check";
import { objectIn } from "../../functions/shared/body";
import { inexactIn, isExact } from "../../model/exact-json";
import { maxIssues } from "../../model/json-issue";

describe("JSON that comes back exactly", () => {
  for (const source of [
    "0",
    "-0",
    "1",
    "-1.50",
    "1e3",
    "1e-3",
    "0.00100",
    "10.10",
    "1E+3",
    "0.1",
    "120",
    "9007199254740991",
    "1e21",
    "1.7976931348623157e308",
    "5e-324",
    "123456789012345680000",
  ]) {
    it(`holds ${source}`, () => assert.ok(isExact(source)));
  }
  for (const source of [
    "1e400",
    "-1e400",
    "9007199254740993",
    "0.1234567890123456789",
    "1e-400",
    "12345678901234567890123",
  ]) {
    it(`refuses ${source}, and says where`, () => {
      assert.ok(!isExact(source));
      const detail = `${source} cannot be kept exactly; send a number that a double holds, or a string`;
      assert.deepEqual(inexactIn(`{"a":[0,{"b":${source}}]}`), [{ pointer: "/a/1/b", detail }]);
      assert.deepEqual(inexactIn(source), [{ pointer: "", detail }]);
    });
  }

  it("repeats no more of a number than its beginning", () => {
    const [issue] = inexactIn(`[${"1".repeat(50)}]`);
    assert.match(issue!.detail, /^1{40} cannot/);
  });

  it("refuses a name that is there twice, however it is written, and where it is", () => {
    const detail = "is there twice; send it once";
    assert.deepEqual(inexactIn('{"a":1,"b":{"c":[],"\\u0063":{}},"a":"a"}'), [
      { pointer: "/b/c", detail },
      { pointer: "/a", detail },
    ]);
    assert.deepEqual(inexactIn('[{"a":1},{"a":1},{"b":"a","a":"b"}]'), []);
  });

  it("refuses no more than anybody reads", () => {
    assert.equal(inexactIn(`[${"1e999,".repeat(1000)}1]`).length, maxIssues);
  });

  it("says nothing of any value that JavaScript wrote", () =>
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert.deepEqual(inexactIn(text), []);
      }),
    ));

  it("says what is wrong in any value with one name doubled and one number too large", () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const text = JSON.stringify(value);
        const key = JSON.stringify(name);
        assert.equal(inexactIn(`{${key}:${text},"x":[1e999],${key}:${text}}`).length, name === "x" ? 3 : 2);
      }),
    ));

  it("refuses a body that has one", () => {
    const issues = (text: string) => {
      const read = objectIn(Buffer.from(text), "{}");
      return "issues" in read ? read.issues.map(({ pointer }) => pointer) : [];
    };
    assert.deepEqual(issues('{"a":{"b":1e400}}'), ["/a/b"]);
    assert.deepEqual(issues('{"a":1,"a":2}'), ["/a"]);
    assert.deepEqual(issues('{"a":"1e400"}'), []);
  });

  it("refuses bytes that are not UTF-8, also where whoever passed them on has replaced them", () => {
    const refused = (body: Buffer) => "issues" in objectIn(body, "{}");
    assert.ok(refused(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])));
    assert.ok(refused(Buffer.from('{"a":"caf\ufffd"}')));
    assert.ok(!refused(Buffer.from('{"a":"café \\ufffd"}')));
  });
});
