import assert from "node:assert/strict";
import { policyHeaders, preflight } from "../../../functions/shared/cors";
import { refuse } from "../../../functions/shared/reply";
import { problem } from "../../../model/problem";
import { routesOf } from "../../../model/routes";

const place = { jurisdiction: "CA", domain: "example.test", region: "ca-west-1" };

describe("answers of the regional API", () => {
  const rows = routesOf("profile");

  it("say where they come from, and to which page alone; nobody keeps them", () => {
    for (const row of [rows[0], undefined]) {
      assert.deepEqual(policyHeaders(rows, row, place), {
        "cache-control": "private, no-store",
        "home-region": "ca-west-1",
        "home-jurisdiction": "CA",
        "access-control-allow-origin": "https://app.example.test",
        "access-control-expose-headers": "etag, retry-after, idempotency-replayed, home-region, home-jurisdiction",
        "timing-allow-origin": "https://app.example.test",
        vary: "origin",
      });
    }
  });

  it("tell browsers what they may send, for ten minutes", () =>
    assert.deepEqual(preflight(rows[0]!, "GET", "x-a"), {
      status: 204,
      body: "",
      headers: {
        allow: "GET",
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "x-a",
        "access-control-max-age": "600",
      },
    }));
});

describe("answers of the lookup", () => {
  const [home, , batch, healthz] = routesOf("lookup");
  const anyPage = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag, age, cache-status, retry-after",
    "timing-allow-origin": "https://app.example.test",
  };

  it("are for any page, and kept as each says itself, where it may be kept", () => {
    assert.deepEqual(policyHeaders(routesOf("lookup"), home, place), anyPage);
    assert.deepEqual(policyHeaders(routesOf("lookup"), undefined, place), anyPage);
    assert.deepEqual(policyHeaders(routesOf("lookup"), batch, place), { ...anyPage, "cache-control": "no-store" });
    assert.deepEqual(policyHeaders(routesOf("lookup"), healthz, place), { "cache-control": "no-store" });
  });

  it("to preflights are kept for a day", () =>
    assert.equal(preflight(home!, "GET", "x-a").headers["access-control-max-age"], "86400"));
});

describe("a refusal", () => {
  it("names a time where trying again helps, and none elsewhere", () => {
    const headers = (code: "unavailable" | "unauthorized", more = {}) =>
      refuse(problem(code, "d"), more).response.headers;
    assert.equal(headers("unavailable")["retry-after"], "5");
    assert.equal(headers("unavailable", { "retry-after": "9" })["retry-after"], "9");
    assert.equal("retry-after" in headers("unauthorized"), false);
    const { response: _, ...facts } = refuse(problem("unauthorized", "d"));
    assert.deepEqual(facts, { code: "unauthorized" });
    assert.equal(JSON.parse(refuse(problem("unavailable", "d", { more: 1 })).response.body).more, 1);
  });
});
