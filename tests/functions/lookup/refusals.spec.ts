import assert from "node:assert/strict";
import { lookup } from "../../../functions/lookup/service";
import type { Problem } from "../../../model/problem";
import { homeRequest, startLookup } from "../support/lookup";
import { request } from "../support/requests";
import { acme, startTables, type Tables } from "../support/tables";

describe("lookup's refusals", () => {
  let tables: Tables;
  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme }, "acme");
  });
  after(() => tables.stop());

  const start = () => startLookup(tables);

  const refusals: [string, ReturnType<typeof request>, number, string][] = [
    ["a name that is neither slug nor id", homeRequest("-acme"), 400, "invalid-request"],
    ["a name that cannot be decoded", homeRequest("%E0%A4%A"), 400, "invalid-request"],
    [
      "an e-mail address",
      request("GET", "/v1/homes", { query: { emailDomain: "me@acme.example" } }),
      400,
      "invalid-request",
    ],
    ["no e-mail domain", request("GET", "/v1/homes"), 400, "invalid-request"],
    ["a body that is not JSON", request("POST", "/v1/homes", { body: "{" }), 400, "invalid-request"],
    ["an empty batch", request("POST", "/v1/homes", { body: { organizations: [] } }), 400, "invalid-request"],
    [
      "101 organizations",
      request("POST", "/v1/homes", { body: { organizations: Array(101).fill("acme") } }),
      400,
      "invalid-request",
    ],
    [
      "a form",
      request("POST", "/v1/homes", { body: "a=b", headers: { "content-type": "text/plain" } }),
      415,
      "media-type-unsupported",
    ],
    ["a long body", request("POST", "/v1/homes", { body: " ".repeat(16 * 1024 + 1) }), 413, "body-too-large"],
    ["DELETE", request("DELETE", "/v1/homes"), 405, "method-not-allowed"],
    ["another path", request("GET", "/v1/organizations"), 404, "path-unknown"],
    ["an unknown organization", homeRequest("nobody"), 404, "organization-unknown"],
  ];
  for (const [what, asked, status, code] of refusals) {
    it(`refuses ${what} with ${status} ${code}`, async () => {
      const { response } = await lookup(asked, start());
      const problem = JSON.parse(response.body) as Problem;
      assert.deepEqual([response.status, problem.status, problem.code], [status, status, code]);
      assert.match(problem.detail, /^.{15,}\.$/, "says what to do");
      assert.equal(response.headers["content-type"], "application/problem+json");
      assert.equal(response.headers["access-control-allow-origin"], "*");
      assert.equal(response.headers["timing-allow-origin"], "https://app.example.test");
    });
  }

  it("refuses a batch with every issue of it at once", async () => {
    const asked = request("POST", "/v1/homes", { body: { organizations: ["acme", 1, null], also: true } });
    const { errors } = JSON.parse((await lookup(asked, start())).response.body) as Problem;
    assert.deepEqual(
      (errors as { pointer: string }[]).map(({ pointer }) => pointer),
      ["/also", "/organizations/1", "/organizations/2"],
    );
  });

  it("refuses an address that asks too often, and no other", async () => {
    const context = start();
    const batch = request("POST", "/v1/homes", { body: { organizations: Array(100).fill("acme") } });
    assert.equal((await lookup(batch, context)).response.status, 200);
    assert.equal((await lookup(batch, context)).response.status, 200);
    const { response, code } = await lookup(homeRequest("acme"), context);
    assert.deepEqual([response.status, code, response.headers["retry-after"]], [429, "too-many-requests", "1"]);
    assert.equal(
      (await lookup({ ...homeRequest("acme"), clientAddress: "203.0.113.8" }, context)).response.status,
      200,
    );
  });

  it("refuses an address that sends too many batches with issues, and answers 20 issues of each", async () => {
    const context = start();
    const faulty = request("POST", "/v1/homes", { body: { organizations: Array(100).fill(7) } });
    const responses = [];
    for (let index = 0; index < 201; index++) {
      responses.push((await lookup(faulty, context)).response);
    }
    assert.deepEqual(
      responses.slice(199).map(({ status }) => status),
      [400, 429],
    );
    assert.equal((JSON.parse(responses[0]!.body) as Problem & { errors: unknown[] }).errors.length, 20);
  });

  const detailOf = async (asked: ReturnType<typeof request>, context = start()) =>
    (JSON.parse((await lookup(asked, context)).response.body) as Problem).detail;

  it("refuses with the time to wait, also for a batch", async () => {
    const context = start();
    const batch = request("POST", "/v1/homes", { body: { organizations: Array(100).fill("acme") } });
    for (let index = 0; index < 2; index++) {
      await lookup(batch, context);
    }
    assert.equal(await detailOf(batch, context), "Too many lookups from one address. Try again in 2 s.");
  });

  it("refuses nobody where the balancer does not say who asks", async () => {
    const context = start();
    for (let index = 0; index < 3; index++) {
      const batch = request("POST", "/v1/homes", {
        clientAddress: "",
        body: { organizations: Array(100).fill("acme") },
      });
      assert.equal((await lookup(batch, context)).response.status, 200);
    }
  });

  it("refuses with what stands in the way", async () => {
    const organization = "org_44444444444444444444444444";
    await tables.putOrganization({ organization, jurisdiction: "XX" });
    assert.match(await detailOf(homeRequest(organization)), /registry and this deployment disagree/);
    const silent = start();
    silent.responds = false;
    assert.match(await detailOf(homeRequest("acme"), silent), /registry does not respond/);
  });

  it("refuses one of a batch, each with what stands in its way", async () => {
    const context = start();
    context.responds = false;
    const { response } = await lookup(
      request("POST", "/v1/homes", { body: { organizations: ["acme", "-"] } }),
      context,
    );
    const { results } = JSON.parse(response.body);
    assert.deepEqual(
      results.map(({ organization, problem }: any) => [organization, problem.code]),
      [
        ["acme", "registry-unavailable"],
        ["-", "invalid-request"],
      ],
    );
    assert.match(results[1].problem.detail, /must be a slug/);
  });

  it("takes a body of exactly 16 KB, and refuses a path with anything before or after", async () => {
    const text = JSON.stringify({ organizations: ["acme"] });
    const body = text + " ".repeat(16 * 1024 - text.length);
    assert.equal((await lookup(request("POST", "/v1/homes", { body }), start())).response.status, 200);
    for (const path of [
      "/x/v1/organizations/acme/home",
      "/v1/organizations/acme/home/x",
      "/v1/organizations/a/b/home",
    ]) {
      assert.equal((await lookup(request("GET", path), start())).code, "path-unknown", path);
    }
  });
});
