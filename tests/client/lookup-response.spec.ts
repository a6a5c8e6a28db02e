import assert from "node:assert/strict";
import { checkResponse, checkSuccessor, isLookupOrigin } from "../../client/lookup-response";
import type { Home } from "../../client/types";
import { acmeId, homeResponse, lookup } from "../support/home-response";

const rule = { lookup, organization: "acme" };
const reason = (wanted: string) => (error: { code?: string; details?: { reason?: string } }) =>
  error.code === "response-refused" && error.details?.reason === wanted;
const withPrimary = (changes: object, response = homeResponse()) => ({
  ...response,
  endpoints: [{ ...response.endpoints[0]!, ...changes }, response.endpoints[1]!],
});

describe("client answer", () => {
  it("takes a response that keeps the rules", () => {
    assert.equal(checkResponse(homeResponse(), rule).jurisdiction, "CA");
    assert.equal(checkResponse(homeResponse("US"), { ...rule, jurisdictions: ["CA", "US"] }).jurisdiction, "US");
    assert.equal(checkResponse(homeResponse(), { ...rule, organization: acmeId }).organization, acmeId);
  });

  const lies: [string, string, unknown][] = [
    ["nothing", "organization", null],
    ["a page", "organization", "<html>"],
    ["another organization", "organization", homeResponse("CA", { organization: "" })],
    ["no jurisdiction", "jurisdiction", { ...homeResponse(), jurisdiction: "../" }],
    ["an unknown state", "state", { ...homeResponse(), state: "gone" }],
    ["no version", "version", { ...homeResponse(), version: 0 }],
    ["times without end", "ttlSeconds", { ...homeResponse(), ttlSeconds: Infinity }],
    ["negative times", "staleIfErrorSeconds", { ...homeResponse(), staleIfErrorSeconds: -1 }],
    ["no endpoints", "endpoints", { ...homeResponse(), endpoints: [] }],
    ["another host", "api", withPrimary({ api: "https://evil.test" })],
    ["a host that only looks like ours", "api", withPrimary({ api: "https://ca.api.example.com.evil.test" })],
    ["a host below ours that is not a Region's", "api", withPrimary({ api: "https://x.ca.api.example.com" })],
    ["another jurisdiction's host", "api", withPrimary({ api: "https://us.api.example.com" })],
    ["another jurisdiction's name", "api", { ...homeResponse("US"), jurisdiction: "CA" }],
    [
      "a mixed list",
      "api",
      { ...homeResponse(), endpoints: [...homeResponse().endpoints, ...homeResponse("US").endpoints] },
    ],
    ["http", "api", withPrimary({ api: "http://ca.api.example.com" })],
    ["another port", "api", withPrimary({ api: "https://ca.api.example.com:8443" })],
    ["a user part", "api", withPrimary({ api: "https://ca.api.example.com@evil.test" })],
    ["a path", "api", withPrimary({ api: "https://ca.api.example.com/x" })],
    ["a socket without TLS", "websocket", withPrimary({ websocket: "ws://ca.ws.example.com" })],
    ["a socket elsewhere", "websocket", withPrimary({ websocket: "wss://us.ws.example.com" })],
    ["a Region that is none", "region", withPrimary({ region: "*" })],
    ["a role that is none", "role", withPrimary({ role: "spare" })],
    ["a jurisdiction with more before its name", "jurisdiction", { ...homeResponse(), jurisdiction: "x.CA" }],
    ["a jurisdiction with more behind its name", "jurisdiction", { ...homeResponse(), jurisdiction: "CA.x" }],
    ["a jurisdiction of one letter", "jurisdiction", { ...homeResponse(), jurisdiction: "C" }],
    ["a state with more before it", "state", { ...homeResponse(), state: "inactive" }],
    ["a state with more behind it", "state", { ...homeResponse(), state: "actively" }],
    ["times that are no numbers", "ttlSeconds", { ...homeResponse(), ttlSeconds: "300" }],
    ["times beyond three centuries", "ttlSeconds", { ...homeResponse(), ttlSeconds: 1e10 }],
    ["a version that is no whole number", "version", { ...homeResponse(), version: 1.5 }],
    [
      "more endpoints than there are Regions",
      "endpoints",
      { ...homeResponse(), endpoints: Array(17).fill(homeResponse().endpoints[0]) },
    ],
    ["endpoints that are no list", "endpoints", { ...homeResponse(), endpoints: { length: 2 } }],
    ["a Region with more before it", "region", withPrimary({ region: "x.ca-central-1" })],
    ["a Region with more behind it", "region", withPrimary({ region: "ca-central-1.x" })],
    ["an empty notice code", "notice", { ...homeResponse(), notice: { code: "" } }],
    ["an endpoint without a host", "api", withPrimary({ api: undefined })],
    ["no identity", "issuer", { ...homeResponse(), identity: undefined }],
    ["a null endpoint", "region", { ...homeResponse(), endpoints: [null] }],
    ["sign-in in another Region", "issuer", { ...homeResponse(), identity: homeResponse("US").identity }],
    [
      "sign-in with somebody else",
      "issuer",
      { ...homeResponse(), identity: { issuer: "https://x.ca-central-1.amazonaws.com.evil.test/p" } },
    ],
    ["sign-in without TLS", "issuer", { ...homeResponse(), identity: { issuer: "http://x.ca-central-1.test" } }],
    ["a notice without a code", "notice", { ...homeResponse(), notice: { message: "x" } }],
  ];
  for (const [what, field, response] of lies) {
    it(`refuses ${what}`, () => assert.throws(() => checkResponse(response, rule), reason(field)));
  }

  it("refuses a response about another organization than the id asked for", () => {
    const other = { ...rule, organization: acmeId.replace("acm3", "xxxx") };
    assert.throws(() => checkResponse(homeResponse(), other), reason("organization"));
  });

  it("refuses a jurisdiction that the app does not allow", () => {
    assert.throws(() => checkResponse(homeResponse("US"), { ...rule, jurisdictions: ["CA"] }), reason("jurisdiction"));
  });

  it("refuses a version that goes back, a home that changes without one, and another organization", () => {
    const known = homeResponse("CA", { version: 5 });
    const next = (jurisdiction: "CA" | "US", version: number): Home => homeResponse(jurisdiction, { version });
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
      const response = { ...withPrimary({ region, api }), identity: { ...homeResponse().identity, issuer } };
      assert.equal(checkResponse(response, rule).endpoints[0]?.region, region);
    }
    for (const state of ["active", "moving", "suspended"] as const) {
      assert.equal(checkResponse(homeResponse("CA", { state }), rule).state, state);
    }
    const endpoints = Array(16).fill(homeResponse().endpoints[0]);
    assert.equal(checkResponse(homeResponse("CA", { endpoints }), rule).endpoints.length, 16);
    checkResponse(homeResponse("CA", { ttlSeconds: 0, staleIfErrorSeconds: 0 }), rule);
  });

  it("says what it has found, and in which field", () => {
    assert.throws(
      () => checkResponse({ ...homeResponse(), state: "gone" }, rule),
      (error: any) => {
        assert.equal(error.message, 'the response\'s state is "gone"');
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
