import assert from "node:assert/strict";
import { type Declared, matcher } from "../../../../local/waf/rules/statement";
import type { WafRequest } from "../../../../local/waf/types";

const request = (rest: Partial<WafRequest> = {}): WafRequest => ({
  ip: "192.0.2.7",
  method: "GET",
  path: "/healthz",
  headers: new Map([["x-name", ["First", "second"]]]),
  ...rest,
});
const none = [{ priority: 0, type: "NONE" }];

function judge(statement: Declared, rest: Partial<WafRequest> = {}) {
  const unsupported: string[] = [];
  const matches = matcher(statement, {
    ipSet: (arn) => (arn === "checkers" ? ["192.0.2.0/29"] : []),
    unsupported: (kind) => void unsupported.push(kind),
  })(request(rest));
  return unsupported.length > 0 ? unsupported : matches;
}

const byte = (searchString: string, positionalConstraint: string, textTransformations = none, name = "X-Name") => ({
  byteMatchStatement: {
    searchString,
    positionalConstraint,
    textTransformations,
    fieldToMatch: { singleHeader: { name } },
  },
});
const regex = (regexString: string, textTransformations = none, fieldToMatch: object = { uriPath: {} }) => ({
  regexMatchStatement: { regexString, textTransformations, fieldToMatch },
});
const inSet = { ipSetReferenceStatement: { arn: "checkers" } };

describe("a statement of a web ACL", () => {
  it("is about addresses of a set", () => {
    assert.equal(judge(inSet), true);
    assert.equal(judge(inSet, { ip: "192.0.2.8" }), false);
    assert.equal(judge({ ipSetReferenceStatement: { arn: "unknown" } }), false);
  });

  it("is about bytes of a header, any value of it, in the case that is sent", () => {
    assert.equal(judge(byte("Fir", "STARTS_WITH")), true);
    assert.equal(judge(byte("sec", "STARTS_WITH")), true);
    assert.equal(judge(byte("irst", "STARTS_WITH")), false);
    assert.equal(judge(byte("first", "EXACTLY")), false);
    assert.equal(judge(byte("first", "EXACTLY", [{ priority: 0, type: "LOWERCASE" }])), true);
    assert.equal(judge(byte("con", "CONTAINS")), true);
    assert.equal(judge(byte("ond", "ENDS_WITH")), true);
    assert.equal(judge(byte("sec", "ENDS_WITH")), false);
    assert.equal(judge(byte("", "STARTS_WITH", none, "absent")), false);
  });

  it("is about the path as it is sent, decoded where it says so, and about the method", () => {
    assert.equal(judge(regex("^/healthz$")), true);
    assert.equal(judge(regex("^/healthz$"), { path: "/%68ealthz" }), false);
    assert.equal(judge(regex("^/healthz$", [{ priority: 0, type: "URL_DECODE" }]), { path: "/%68ealthz" }), true);
    assert.equal(judge(regex("^GET$", none, { method: {} })), true);
  });

  it("transforms in the order of the priorities", () => {
    const transformations = [
      { priority: 1, type: "URL_DECODE" },
      { priority: 0, type: "LOWERCASE" },
    ];
    assert.equal(judge(regex("^/H$", transformations), { path: "/%48" }), true);
    assert.equal(judge(regex("^/h$", transformations), { path: "/%48" }), false);
  });

  it("is made of others", () => {
    const path = regex("^/healthz$");
    assert.equal(judge({ andStatement: { statements: [inSet, path] } }), true);
    assert.equal(judge({ andStatement: { statements: [inSet, path] } }, { path: "/" }), false);
    assert.equal(judge({ orStatement: { statements: [inSet, path] } }, { path: "/" }), true);
    assert.equal(judge({ orStatement: { statements: [inSet, path] } }, { path: "/", ip: "203.0.113.1" }), false);
    assert.equal(judge({ notStatement: { statement: inSet } }), false);
    assert.equal(judge({ notStatement: { statement: inSet } }, { ip: "203.0.113.1" }), true);
  });

  it("matches nothing where its kind, field or transformation is not here, and says which", () => {
    assert.deepEqual(judge({ geoMatchStatement: { countryCodes: ["CA"] } }), ["geoMatchStatement"]);
    assert.deepEqual(judge(byte("a", "CONTAINS_WORD")), ["byteMatchStatement CONTAINS_WORD"]);
    assert.deepEqual(judge(regex("a", [{ priority: 0, type: "BASE64_DECODE" }])), ["BASE64_DECODE"]);
    assert.deepEqual(judge(regex("a", none, { body: {} })), ["fieldToMatch body"]);
  });
});
