import assert from "node:assert/strict";
import fc from "fast-check";
import { fingerprintOf, keyOf, recordId } from "../../../functions/shared/idempotency-key";
import { request } from "../support/requests";

const given = (value: string) => keyOf({ headers: new Map([["idempotency-key", value]]) });
/** Printable ASCII, RFC 9651's String. */
const printable = fc.stringMatching(/^[ -~]{1,255}$/);
const quoted = (key: string) => `"${key.replace(/["\\]/g, "\\$&")}"`;

describe("an idempotency key", () => {
  it("is any printable text in quotes, exactly as the client wrote it", () =>
    fc.assert(fc.property(printable, (key) => assert.deepEqual(given(quoted(key)), { key }))));

  it("is the same in quotes and bare, where it can be bare", () => {
    for (const key of ["8e03978e-40d5-43e8-bc93-6894a57f9324", "0123456789abcdef", "a/b+c=", "x"]) {
      assert.deepEqual([given(key), given(` "${key}" `)], [{ key }, { key }]);
    }
  });

  it("has 255 characters at most", () => assert.deepEqual(given("x".repeat(255)), { key: "x".repeat(255) }));

  it("is missing only where there is no header", () => assert.deepEqual(keyOf(request("PUT", "/")), { missing: true }));

  for (const [what, value] of [
    ["nothing", ""],
    ["an empty string", '""'],
    ["quotes that do not end", '"abc'],
    ["two keys", '"a", "b"'],
    ["two bare keys", "a, b"],
    ["a parameter", '"a";b=1'],
    ["a bare key with a space", "a b"],
    ["an escape of what needs none", '"\\a"'],
    ["letters that are not ASCII", '"é"'],
    ["a line break", '"a\nb"'],
    ["256 characters", `"${"x".repeat(256)}"`],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.match((given(value) as { issue: string }).issue, /must be one string of 1 to 255/));
  }

  it("refuses or reads any header, and never throws", () =>
    fc.assert(
      fc.property(fc.string(), (value) => {
        const found = given(value);
        assert.ok("key" in found ? found.key.length > 0 && found.key.length <= 255 : "issue" in found);
      }),
    ));
});

describe("a record's id", () => {
  const text = fc.string({ maxLength: 12 });

  const parts = fc.record({ organization: text, subject: text, key: text });
  const idOf = ({ organization, subject, key }: { organization: string; subject: string; key: string }) =>
    recordId({ organization, subject }, key);

  it("is the same for the same three", () =>
    fc.assert(fc.property(parts, (three) => assert.equal(idOf(three), idOf({ ...three })))));

  for (const part of ["organization", "subject", "key"] as const) {
    it(`is another one where only the ${part} is another one`, () =>
      fc.assert(
        fc.property(parts, text, (three, other) => {
          fc.pre(other !== three[part]);
          assert.notEqual(idOf(three), idOf({ ...three, [part]: other }));
        }),
      ));
  }

  it("is another one wherever one of the three ends and the next begins", () =>
    fc.assert(
      fc.property(parts, fc.constantFrom("", ",", '"', '","', "\\", "\n", "\0", "."), (three, mark) => {
        const { organization, subject, key } = three;
        const moved = [
          { organization: `${organization}${mark}${subject}`, subject: "", key },
          { organization, subject: `${subject}${mark}${key}`, key: "" },
          { organization: "", subject: `${organization}${mark}${subject}`, key },
          { organization, subject: "", key: `${subject}${mark}${key}` },
          { organization: subject, subject: organization, key },
          { organization, subject: key, key: subject },
        ].filter((candidate) => JSON.stringify(candidate) !== JSON.stringify(three));
        for (const request of moved) {
          assert.notEqual(idOf(request), idOf(three));
        }
      }),
    ));

  it("names nobody", () =>
    assert.match(recordId({ organization: "org_1", subject: "jane" }, "key"), /^[A-Za-z0-9_-]{43}$/));
});

describe("a fingerprint", () => {
  const put = (body: string, headers: Record<string, string>) =>
    fingerprintOf(request("PUT", "/v1/x", { body, headers }));

  const names = ["if-match", "if-none-match", "content-type"] as const;
  const asked = fc.record({
    body: fc.string(),
    headers: fc.record({ "if-match": fc.string(), "if-none-match": fc.string(), "content-type": fc.string() }),
  });

  it("is the same for the same body under the same conditions", () =>
    fc.assert(fc.property(asked, ({ body, headers }) => assert.equal(put(body, headers), put(body, { ...headers })))));

  it("is another one where only the body is", () =>
    fc.assert(
      fc.property(asked, fc.string(), ({ body, headers }, other) => {
        fc.pre(other !== body);
        assert.notEqual(put(body, headers), put(other, headers));
      }),
    ));

  for (const name of names) {
    it(`is another one where only ${name} is, or is not there`, () =>
      fc.assert(
        fc.property(asked, fc.string(), ({ body, headers }, other) => {
          fc.pre(other !== headers[name]);
          assert.notEqual(put(body, headers), put(body, { ...headers, [name]: other }));
          const { [name]: _, ...without } = headers;
          if (name !== "content-type") {
            assert.notEqual(put(body, headers), put(body, without));
          }
        }),
      ));
  }

  it("tells methods, paths and kinds of conditions apart, and nothing else", () => {
    const all = [
      request("PUT", "/v1/x", { headers: { "if-match": "*" } }),
      request("PUT", "/v1/x", { headers: { "if-none-match": "*" } }),
      request("POST", "/v1/x", { headers: { "if-match": "*" } }),
      request("PUT", "/v1/y", { headers: { "if-match": "*" } }),
    ].map(fingerprintOf);
    assert.equal(new Set(all).size, all.length);
    assert.equal(put("b", { authorization: "Bearer 1" }), put("b", { authorization: "Bearer 2", "user-agent": "x" }));
  });
});
