/** What the profile's answers say beside the profile: to browsers, and to whoever is refused. */
import assert from "node:assert/strict";
import type { ProfileService } from "../../../functions/profile/context";
import type { Profiles } from "../../../functions/profile/profiles";
import { profile } from "../../../functions/profile/service";
import { TableUnavailable } from "../../../functions/shared/errors";
import { startProfile } from "../support/profile";
import { request } from "../support/requests";
import { acme, globex, startTables, type Tables } from "../support/tables";

describe("the profile's answers", () => {
  let tables: Tables;
  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme });
    await tables.putOrganization({ organization: globex, jurisdiction: "US" });
  });
  after(() => tables.stop());

  const start = () => startProfile(tables);
  let subjects = 0;
  const newUser = (organization = acme) => ({ organization, jurisdiction: "CA", subject: `asking-${subjects++}` });
  const get = (authorizer: Record<string, unknown>, headers = {}) =>
    request("GET", "/v1/profile", { authorizer, headers });
  const put = (authorizer: Record<string, unknown>, preferences: unknown, headers: Record<string, string>) =>
    request("PUT", "/v1/profile", { authorizer, headers, body: { preferences } });
  const first = { "if-none-match": "*" };

  it("tells a browser what it may send before anyone is signed in, and reads nothing for it", async () => {
    const context = start();
    context.registry = false;
    const { response, route } = await profile(request("OPTIONS", "/v1/profile"), context);
    assert.deepEqual([response.status, response.body, route], [204, "", "/v1/profile"]);
    assert.deepEqual(response.headers, {
      ...fromHere,
      allow: "GET, HEAD, PUT, OPTIONS",
      "access-control-allow-methods": "GET, HEAD, PUT, OPTIONS",
      "access-control-allow-headers": "authorization, content-type, idempotency-key, if-match, if-none-match",
      "access-control-max-age": "600",
    });
  });

  it("lets only the app's page read its responses, and keep none", async () => {
    const context = start();
    const user = newUser();
    const { headers } = (await profile(put(user, {}, first), context)).response;
    assert.deepEqual(headers, { ...fromHere, "content-type": "application/json", etag: '"1"' });
    const same = (await profile(get(user, { "if-none-match": '"1"' }), context)).response;
    assert.deepEqual([same.headers, same.body], [{ ...fromHere, etag: '"1"' }, ""]);
    const refused = (await profile(get({}), context)).response;
    assert.deepEqual(refused.headers, {
      ...fromHere,
      "content-type": "application/problem+json",
      "x-content-type-options": "nosniff",
    });
    const other = (await profile(request("PATCH", "/v1/profile"), context)).response;
    assert.deepEqual([other.headers.allow, other.status], ["GET, HEAD, PUT, OPTIONS", 405]);
  });

  it("says in every refusal what to do", async () => {
    const moving = "org_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    const suspended = "org_bbbbbbbbbbbbbbbbbbbbbbbbbb";
    const nowhere = "org_cccccccccccccccccccccccccc";
    await tables.putOrganization({ organization: moving, state: "moving" });
    await tables.putOrganization({ organization: suspended, state: "suspended" });
    await tables.putOrganization({ organization: nowhere, jurisdiction: "XX" });
    const context = start();
    const down = () => Promise.reject(new TableUnavailable("silent"));
    const silent = { ...context, profiles: { read: down, write: down } as unknown as Profiles };
    const asked: [string, ReturnType<typeof get>, ProfileService][] = [
      ["unauthorized", get({}), context],
      ["misrouted", get(newUser(globex)), context],
      ["organization-moving", put(newUser(moving), {}, first), context],
      ["organization-suspended", get(newUser(suspended)), context],
      ["organization-unknown", get(newUser("org_dddddddddddddddddddddddddd")), context],
      ["home-unservable", get(newUser(nowhere)), context],
      ["profile-absent", get(newUser()), context],
      ["version-conflict", put(newUser(), {}, { "if-match": '"1"' }), context],
      ["profile-unavailable", get(newUser()), silent],
    ];
    for (const [code, request, where] of asked) {
      const reply = await profile(request, where);
      assert.equal(reply.code, code);
      assert.match(JSON.parse(reply.response.body).detail, /^.{15,}\.$/, code);
      assert.equal(reply.organization, request.authorizer.organization, "the log says whose request it was");
    }
    context.registry = false;
    const { response } = await profile(get(newUser("org_eeeeeeeeeeeeeeeeeeeeeeeeee")), context);
    assert.match(JSON.parse(response.body).detail, /^.{15,}\.$/);
  });

  it("answers HEAD as GET", async () => {
    const context = start();
    const user = newUser();
    await profile(put(user, {}, first), context);
    const { response } = await profile({ ...get(user), method: "HEAD" }, context);
    assert.deepEqual([response.status, response.headers.etag], [200, '"1"']);
  });
});

const fromHere = {
  "home-region": "ca-west-1",
  "home-jurisdiction": "CA",
  "cache-control": "private, no-store",
  "access-control-allow-origin": "https://app.example.test",
  "access-control-expose-headers": "etag, retry-after, idempotency-replayed, home-region, home-jurisdiction",
  "timing-allow-origin": "https://app.example.test",
  vary: "origin",
};
