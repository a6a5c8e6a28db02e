import assert from "node:assert/strict";
import { ownerOf } from "../../../functions/shared/owner";
import { fromHere, preflight, refused, refusedWith } from "../../../functions/shared/regional";
import { problem } from "../../../model/problem";
import { request } from "../support/requests";
import { acme } from "../support/tables";

describe("answers of the regional API", () => {
  const place = { jurisdiction: "CA", domain: "example.test", region: "ca-west-1" };

  it("say where they come from, and to which page alone; nobody keeps them", () => {
    const reply = {
      response: { status: 200, headers: { etag: '"1"', "cache-control": "public" }, body: "b" },
      route: "/r",
      organization: acme,
    };
    assert.deepEqual(fromHere(reply, place), {
      route: "/r",
      organization: acme,
      response: {
        status: 200,
        body: "b",
        headers: {
          etag: '"1"',
          "cache-control": "private, no-store",
          "home-region": "ca-west-1",
          "home-jurisdiction": "CA",
          "access-control-allow-origin": "https://app.example.test",
          "access-control-expose-headers": "etag, retry-after, idempotency-replayed, home-region, home-jurisdiction",
          "timing-allow-origin": "https://app.example.test",
          vary: "origin",
        },
      },
    });
  });

  it("tell browsers what they may send, for ten minutes", () =>
    assert.deepEqual(preflight("GET", "x-a"), {
      status: 204,
      body: "",
      headers: {
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "x-a",
        "access-control-max-age": "600",
      },
    }));

  it("refuse with a time where trying again helps, and without one elsewhere", () => {
    const headers = (code: "unavailable" | "unauthorized", more = {}) =>
      refused("/r", code, "d", {}, more).response.headers;
    assert.equal(headers("unavailable")["retry-after"], "5");
    assert.equal(headers("unavailable", { "retry-after": "9" })["retry-after"], "9");
    assert.equal("retry-after" in headers("unauthorized"), false);
    const { response: _, ...facts } = refusedWith("/r", problem("unauthorized", "d"));
    assert.deepEqual(facts, { route: "/r", code: "unauthorized" });
    assert.equal(JSON.parse(refused("/r", "unavailable", "d", { more: 1 }).response.body).more, 1);
  });
});

describe("whose data a request is about", () => {
  const authorizer = { organization: acme, subject: "s", jurisdiction: "CA" };
  const owner = (part: object) => ownerOf(request("GET", "/", { authorizer: { ...authorizer, ...part } }), "CA");

  it("says the authorizer of this jurisdiction", () =>
    assert.deepEqual(owner({}), { organization: acme, subject: "s" }));

  for (const part of [
    { organization: undefined },
    { organization: [acme] },
    { organization: "acme" },
    { subject: undefined },
    { subject: 7 },
    { subject: "" },
    { jurisdiction: "US" },
    { jurisdiction: undefined },
  ])
    it(`refuses to guess it from ${JSON.stringify(part)}`, () => assert.equal(owner(part), undefined));
});
