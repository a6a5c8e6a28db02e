import assert from "node:assert/strict";
import { checkAnswer, checkSuccessor, isLookupOrigin } from "../../client/answer";
import type { Home } from "../../client/types";
import { acmeId, homeAnswer, lookup } from "../support/home-answer";

const rule = { lookup, organization: "acme" };
const reason = (wanted: string) => (error: { code?: string; details?: { reason?: string } }) =>
  error.code === "answer-refused" && error.details?.reason === wanted;
const withPrimary = (changes: object, answer = homeAnswer()) => ({
  ...answer,
  endpoints: [{ ...answer.endpoints[0]!, ...changes }, answer.endpoints[1]!],
});

describe("client answer", () => {
  it("takes an answer that keeps the rules", () => {
    assert.equal(checkAnswer(homeAnswer(), rule).jurisdiction, "CA");
    assert.equal(checkAnswer(homeAnswer("US"), { ...rule, jurisdictions: ["CA", "US"] }).jurisdiction, "US");
    assert.equal(checkAnswer(homeAnswer(), { ...rule, organization: acmeId }).organization, acmeId);
  });

  const lies: [string, string, unknown][] = [
    ["nothing", "organization", null],
    ["a page", "organization", "<html>"],
    ["another organization", "organization", homeAnswer("CA", { organization: "" })],
    ["no jurisdiction", "jurisdiction", { ...homeAnswer(), jurisdiction: "../" }],
    ["an unknown state", "state", { ...homeAnswer(), state: "gone" }],
    ["no version", "version", { ...homeAnswer(), version: 0 }],
    ["times without end", "ttlSeconds", { ...homeAnswer(), ttlSeconds: Infinity }],
    ["negative times", "staleIfErrorSeconds", { ...homeAnswer(), staleIfErrorSeconds: -1 }],
    ["no endpoints", "endpoints", { ...homeAnswer(), endpoints: [] }],
    ["another host", "api", withPrimary({ api: "https://evil.test" })],
    ["a host that only looks like ours", "api", withPrimary({ api: "https://ca.api.example.com.evil.test" })],
    ["a host below ours that is not a Region's", "api", withPrimary({ api: "https://x.ca.api.example.com" })],
    ["another jurisdiction's host", "api", withPrimary({ api: "https://us.api.example.com" })],
    ["another jurisdiction's name", "api", { ...homeAnswer("US"), jurisdiction: "CA" }],
    ["a mixed list", "api", { ...homeAnswer(), endpoints: [...homeAnswer().endpoints, ...homeAnswer("US").endpoints] }],
    ["http", "api", withPrimary({ api: "http://ca.api.example.com" })],
    ["another port", "api", withPrimary({ api: "https://ca.api.example.com:8443" })],
    ["a user part", "api", withPrimary({ api: "https://ca.api.example.com@evil.test" })],
    ["a path", "api", withPrimary({ api: "https://ca.api.example.com/x" })],
    ["a socket without TLS", "websocket", withPrimary({ websocket: "ws://ca.ws.example.com" })],
    ["a socket elsewhere", "websocket", withPrimary({ websocket: "wss://us.ws.example.com" })],
    ["a Region that is none", "region", withPrimary({ region: "*" })],
    ["a role that is none", "role", withPrimary({ role: "spare" })],
    ["a jurisdiction with more before its name", "jurisdiction", { ...homeAnswer(), jurisdiction: "x.CA" }],
    ["a jurisdiction with more behind its name", "jurisdiction", { ...homeAnswer(), jurisdiction: "CA.x" }],
    ["a jurisdiction of one letter", "jurisdiction", { ...homeAnswer(), jurisdiction: "C" }],
    ["a state with more before it", "state", { ...homeAnswer(), state: "inactive" }],
    ["a state with more behind it", "state", { ...homeAnswer(), state: "actively" }],
    ["times that are no numbers", "ttlSeconds", { ...homeAnswer(), ttlSeconds: "300" }],
    ["times beyond three centuries", "ttlSeconds", { ...homeAnswer(), ttlSeconds: 1e10 }],
    ["a version that is no whole number", "version", { ...homeAnswer(), version: 1.5 }],
    [
      "more endpoints than there are Regions",
      "endpoints",
      { ...homeAnswer(), endpoints: Array(17).fill(homeAnswer().endpoints[0]) },
    ],
    ["endpoints that are no list", "endpoints", { ...homeAnswer(), endpoints: { length: 2 } }],
    ["a Region with more before it", "region", withPrimary({ region: "x.ca-central-1" })],
    ["a Region with more behind it", "region", withPrimary({ region: "ca-central-1.x" })],
    ["an empty notice code", "notice", { ...homeAnswer(), notice: { code: "" } }],
    ["an endpoint without a host", "api", withPrimary({ api: undefined })],
    ["no identity", "issuer", { ...homeAnswer(), identity: undefined }],
    ["a null endpoint", "region", { ...homeAnswer(), endpoints: [null] }],
    ["sign-in in another Region", "issuer", { ...homeAnswer(), identity: homeAnswer("US").identity }],
    [
      "sign-in with somebody else",
      "issuer",
      { ...homeAnswer(), identity: { issuer: "https://x.ca-central-1.amazonaws.com.evil.test/p" } },
    ],
    ["sign-in without TLS", "issuer", { ...homeAnswer(), identity: { issuer: "http://x.ca-central-1.test" } }],
    ["a notice without a code", "notice", { ...homeAnswer(), notice: { message: "x" } }],
  ];
  for (const [what, field, answer] of lies) {
    it(`refuses ${what}`, () => assert.throws(() => checkAnswer(answer, rule), reason(field)));
  }

  it("refuses an answer about another organization than the id asked for", () => {
    const other = { ...rule, organization: acmeId.replace("acm3", "xxxx") };
    assert.throws(() => checkAnswer(homeAnswer(), other), reason("organization"));
  });

  it("refuses a jurisdiction that the app does not allow", () => {
    assert.throws(() => checkAnswer(homeAnswer("US"), { ...rule, jurisdictions: ["CA"] }), reason("jurisdiction"));
  });

  it("refuses a version that goes back, a home that changes without one, and another organization", () => {
    const known = homeAnswer("CA", { version: 5 });
    const next = (jurisdiction: "CA" | "US", version: number): Home => homeAnswer(jurisdiction, { version });
    assert.throws(() => checkSuccessor(known, next("CA", 4)), reason("version"));
    assert.throws(() => checkSuccessor(known, next("US", 5)), reason("jurisdiction"));
    assert.throws(() => checkSuccessor(known, { ...next("CA", 6), organization: "other" }), reason("organization"));
    checkSuccessor(known, next("CA", 5));
    checkSuccessor(known, next("US", 6));
  });

  it("takes each name that a Region can have, any state, sixteen endpoints and times of zero", () => {
    for (const region of ["us-gov-west-1", "ap-southeast-10"]) {
      const api = `https://${region}.ca.api.example.com`;
      const issuer = `https://cognito-idp.${region}.amazonaws.com/p`;
      const answer = { ...withPrimary({ region, api }), identity: { ...homeAnswer().identity, issuer } };
      assert.equal(checkAnswer(answer, rule).endpoints[0]?.region, region);
    }
    for (const state of ["active", "moving", "suspended"] as const) {
      assert.equal(checkAnswer(homeAnswer("CA", { state }), rule).state, state);
    }
    const endpoints = Array(16).fill(homeAnswer().endpoints[0]);
    assert.equal(checkAnswer(homeAnswer("CA", { endpoints }), rule).endpoints.length, 16);
    checkAnswer(homeAnswer("CA", { ttlSeconds: 0, staleIfErrorSeconds: 0 }), rule);
  });

  it("says what it has found, and in which field", () => {
    assert.throws(
      () => checkAnswer({ ...homeAnswer(), state: "gone" }, rule),
      (error: any) => {
        assert.equal(error.message, 'the answer\'s state is "gone"');
        assert.deepEqual(error.details, { reason: "state", found: "gone" });
        return true;
      },
    );
  });

  it("refuses lookups that are not https://api.<domain>", () => {
    assert.ok(isLookupOrigin("https://api.example.com"));
    assert.ok(isLookupOrigin("https://api.home.example.co.uk:8443"));
    for (const origin of [
      "http://api.example.com",
      "https://example.com",
      "https://api.com",
      "x https://api.example.com",
      "https://api.example.com:8443x",
      "https://api.example.com/",
      7,
    ]) {
      assert.ok(!isLookupOrigin(origin), String(origin));
    }
  });
});
