/** What the lookup tells browsers: any page may read it, and the app's page may see how long it took. */
import assert from "node:assert/strict";
import { lookup } from "../../../functions/lookup/service";
import { homeRequest, startLookup } from "../support/lookup";
import { request } from "../support/requests";
import { acme, startTables, type Tables } from "../support/tables";

describe("lookup and browsers", () => {
  let tables: Tables;
  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme }, "acme");
  });
  after(() => tables.stop());

  const anyPage = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag, age, cache-status, retry-after",
    "timing-allow-origin": "https://app.example.test",
  };
  const headersOf = async (asked: ReturnType<typeof request>) =>
    (await lookup(asked, startLookup(tables))).response.headers;

  for (const [path, allow] of [
    ["/v1/organizations/acme/home", "GET, HEAD, OPTIONS"],
    ["/v1/homes", "GET, HEAD, POST, OPTIONS"],
  ] as const) {
    it(`may send ${path} these methods and headers, and remember it for a day`, async () => {
      const { response, route } = await lookup(request("OPTIONS", path), startLookup(tables));
      assert.deepEqual([response.status, response.body, route], [204, "", path.replace("acme", "{organization}")]);
      assert.deepEqual(response.headers, {
        ...anyPage,
        allow,
        "access-control-allow-methods": allow,
        "access-control-allow-headers": "content-type, if-none-match",
        "access-control-max-age": "86400",
      });
    });

    it(`are told by ${path} which methods there are`, async () =>
      assert.equal((await headersOf(request("PUT", path))).allow, allow));
  }

  it("may read a home and how it may be kept", async () => {
    const { etag, ...headers } = await headersOf(homeRequest("acme"));
    assert.match(etag!, /^"[\w-]{22}"$/);
    assert.deepEqual(headers, {
      ...anyPage,
      "content-type": "application/json",
      "cache-control": "public, max-age=300, stale-if-error=86400",
      "x-content-type-options": "nosniff",
      age: "0",
    });
  });

  it("may read many homes, and keep none of them", async () =>
    assert.deepEqual(await headersOf(request("POST", "/v1/homes", { body: { organizations: ["acme"] } })), {
      ...anyPage,
      "content-type": "application/json",
      "cache-control": "no-store",
    }));

  it("may read a refusal, and keep only that nobody has a name", async () => {
    const refusal = { ...anyPage, "content-type": "application/problem+json", "x-content-type-options": "nosniff" };
    assert.deepEqual(await headersOf(homeRequest("nobody")), { ...refusal, "cache-control": "public, max-age=10" });
    assert.deepEqual(await headersOf(homeRequest("-")), { ...refusal, "cache-control": "no-store" });
    const silent = startLookup(tables);
    silent.responds = false;
    assert.deepEqual((await lookup(homeRequest("acme"), silent)).response.headers, {
      ...refusal,
      "cache-control": "no-store",
      "retry-after": "5",
    });
  });

  it("are answered HEAD as GET, and what the load balancer asks by GET alone", async () => {
    for (const path of ["/v1/organizations/acme/home", "/v1/homes?"]) {
      assert.notEqual(
        (
          await lookup(
            request("HEAD", path.replace("?", ""), { query: { emailDomain: "x.example" } }),
            startLookup(tables),
          )
        ).response.status,
        405,
      );
    }
    const { response, route } = await lookup(request("GET", "/livez"), startLookup(tables));
    assert.deepEqual(
      [response.body, response.headers["cache-control"], route],
      ['{"status":"ok","region":"us-east-1"}', "no-store", "/livez"],
    );
    const other = await lookup(request("POST", "/livez"), startLookup(tables));
    assert.deepEqual([other.code, other.response.headers.allow], ["method-not-allowed", "GET, HEAD"]);
  });
});
