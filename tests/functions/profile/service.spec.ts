import assert from "node:assert/strict";
import type { Profiles } from "../../../functions/profile/profiles";
import { profile } from "../../../functions/profile/service";
import { TableUnavailable } from "../../../functions/shared/errors";
import type { Problem } from "../../../model/problem";
import { startProfile } from "../support/profile";
import { request } from "../support/requests";
import { acme, globex, startTables, type Tables } from "../support/tables";

describe("profile", () => {
  let tables: Tables;

  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme });
    await tables.putOrganization({ organization: globex, jurisdiction: "US" });
  });
  after(() => tables.stop());

  const start = () => startProfile(tables);
  let subjects = 0;
  const newUser = (organization = acme) => ({ organization, jurisdiction: "CA", subject: `subject-${subjects++}` });
  const get = (authorizer: object, headers = {}) =>
    request("GET", "/v1/profile", { authorizer: authorizer as Record<string, unknown>, headers });
  const put = (authorizer: object, preferences: unknown, headers: Record<string, string>) =>
    request("PUT", "/v1/profile", {
      authorizer: authorizer as Record<string, unknown>,
      headers,
      body: { preferences },
    });
  const first = { "if-none-match": "*" };

  it("keeps preferences exactly, with a version that grows", async () => {
    const context = start();
    const user = newUser();
    assert.equal((await profile(get(user), context)).code, "profile-absent");
    const preferences = { language: "fr", "list.size": 50, nested: { on: true, rate: 1e-7 }, list: [null, "x"] };
    const created = await profile(put(user, preferences, first), context);
    assert.deepEqual([created.response.status, created.response.headers.etag], [200, '"1"']);
    const read = await profile(get(user), context);
    const { updatedAt, ...rest } = JSON.parse(read.response.body);
    assert.deepEqual(rest, { preferences, version: 1 });
    assert.ok(!Number.isNaN(Date.parse(updatedAt)));
    const changed = await profile(put(user, { language: "en" }, { "if-match": '"1"' }), context);
    assert.equal(changed.response.headers.etag, '"2"');
    assert.equal((await profile(get(user, { "if-none-match": '"2"' }), context)).response.status, 304);
  });

  it("says where it was answered, who may see its times, and that nobody may keep it, on every response", async () => {
    const context = start();
    for (const asked of [get(newUser()), get(newUser(globex)), get({}), request("PATCH", "/v1/profile")]) {
      const { headers } = (await profile(asked, context)).response;
      assert.deepEqual(
        [
          headers["home-region"],
          headers["home-jurisdiction"],
          headers["cache-control"],
          headers["timing-allow-origin"],
        ],
        ["ca-west-1", "CA", "private, no-store", "https://app.example.test"],
      );
    }
  });

  it("refuses a second first write and a stale change, and says the version", async () => {
    const context = start();
    const user = newUser();
    await profile(put(user, {}, first), context);
    for (const headers of [first, { "if-match": '"7"' }]) {
      const { response, code } = await profile(put(user, { a: 1 }, headers), context);
      assert.deepEqual([response.status, code, JSON.parse(response.body).currentVersion], [412, "version-conflict", 1]);
    }
    const absent = await profile(put(newUser(), {}, { "if-match": '"1"' }), context);
    assert.deepEqual([absent.code, JSON.parse(absent.response.body).currentVersion], ["version-conflict", 0]);
  });

  it("lets one of several equal changes through", async () => {
    const context = start();
    const user = newUser();
    await profile(put(user, {}, first), context);
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) => profile(put(user, { at: index }, { "if-match": '"1"' }), context)),
    );
    assert.deepEqual(replies.map(({ response }) => response.status).sort(), [200, ...Array(7).fill(412)]);
  });

  it("takes the repeat of its own write for a success", async () => {
    const context = Object.assign(start(), { newId: () => "the same write" });
    const user = newUser();
    await profile(put(user, { a: 1 }, first), context);
    assert.equal((await profile(put(user, { a: 1 }, first), context)).response.status, 200);
  });

  it("keeps users and organizations apart", async () => {
    const context = start();
    const user = newUser();
    const other = "org_44444444444444444444444444";
    await tables.putOrganization({ organization: other });
    await profile(put(user, { a: 1 }, first), context);
    assert.equal((await profile(get({ ...user, organization: other }), context)).code, "profile-absent");
    assert.equal((await profile(get({ ...user, subject: "another" }), context)).code, "profile-absent");
  });

  it("refuses an organization whose home is elsewhere, says where, and reads nothing", async () => {
    const context = start();
    for (const asked of [get(newUser(globex)), put(newUser(globex), {}, first)]) {
      const { response } = await profile(asked, context);
      const { code, home } = JSON.parse(response.body);
      assert.deepEqual([response.status, code], [421, "misrouted"]);
      assert.deepEqual(home, {
        jurisdiction: "US",
        endpoints: [
          {
            region: "us-east-1",
            role: "primary",
            api: "https://us.api.example.test",
            websocket: "wss://us.ws.example.test",
          },
          {
            region: "us-west-2",
            role: "standby",
            api: "https://us-west-2.us.api.example.test",
            websocket: "wss://us-west-2.us.ws.example.test",
          },
        ],
      });
    }
    assert.deepEqual(context.touched, []);
  });

  it("notices a move within five seconds", async () => {
    const organization = "org_55555555555555555555555555";
    await tables.putOrganization({ organization });
    const context = start();
    const user = newUser(organization);
    assert.equal((await profile(get(user), context)).code, "profile-absent");
    await tables.putOrganization({ organization, jurisdiction: "US", version: 2 });
    context.clock += 5000;
    assert.equal((await profile(get(user), context)).code, "misrouted");
  });

  it("lets a moving organization read, and refuses its writes", async () => {
    const organization = "org_66666666666666666666666666";
    await tables.putOrganization({ organization, state: "moving" });
    const context = start();
    assert.equal((await profile(get(newUser(organization)), context)).code, "profile-absent");
    const { response, code } = await profile(put(newUser(organization), {}, first), context);
    assert.deepEqual([response.status, code, response.headers["retry-after"]], [503, "organization-moving", "5"]);
    assert.deepEqual(context.touched, ["read"]);
  });

  it("refuses a suspended and an unknown organization without reading", async () => {
    const organization = "org_77777777777777777777777777";
    await tables.putOrganization({ organization, state: "suspended" });
    const context = start();
    assert.equal((await profile(get(newUser(organization)), context)).code, "organization-suspended");
    assert.equal((await profile(get(newUser("org_88888888888888888888888888")), context)).code, "organization-unknown");
    assert.deepEqual(context.touched, []);
  });

  it("goes on for five minutes without the registry, then refuses without reading", async () => {
    const context = start();
    const user = newUser();
    await profile(get(user), context);
    context.registry = false;
    context.clock += 299_000;
    assert.equal((await profile(get(user), context)).code, "profile-absent");
    context.clock += 2000;
    context.touched = [];
    assert.equal((await profile(get(user), context)).code, "registry-unavailable");
    assert.equal((await profile(get(newUser("org_99999999999999999999999999")), context)).code, "registry-unavailable");
    assert.deepEqual(context.touched, []);
  });

  it("refuses whoever the authorizer does not vouch for, without reading", async () => {
    const context = start();
    for (const wrong of [
      { organization: undefined },
      { organization: "acme" },
      { subject: "" },
      { jurisdiction: "US" },
      { jurisdiction: undefined },
    ]) {
      assert.equal(
        (await profile(get({ ...newUser(), ...wrong }), context)).response.status,
        401,
        JSON.stringify(wrong),
      );
    }
    assert.deepEqual(context.touched, []);
  });

  it("refuses when the profile table does not answer", async () => {
    const down = () => Promise.reject(new TableUnavailable("silent"));
    const context = Object.assign(start(), { profiles: { read: down, write: down } as unknown as Profiles });
    assert.equal((await profile(get(newUser()), context)).code, "profile-unavailable");
    assert.equal((await profile(put(newUser(), {}, first), context)).code, "profile-unavailable");
  });

  const refusals: [string, () => ReturnType<typeof request>, string][] = [
    ["a change without a condition", () => put(newUser(), {}, {}), "precondition-required"],
    ["a weak ETag", () => put(newUser(), {}, { "if-match": 'W/"1"' }), "invalid-request"],
    ["If-Match: *", () => put(newUser(), {}, { "if-match": "*" }), "invalid-request"],
    ["several ETags", () => put(newUser(), {}, { "if-match": '"1", "2"' }), "invalid-request"],
    ["both conditions", () => put(newUser(), {}, { ...first, "if-match": '"1"' }), "invalid-request"],
    ["a form", () => put(newUser(), {}, { ...first, "content-type": "text/plain" }), "media-type-unsupported"],
    ["a body of more than 16 KB", () => put(newUser(), "x".repeat(16_400), first), "body-too-large"],
    ["DELETE", () => ({ ...get(newUser()), method: "DELETE" }), "method-not-allowed"],
    ["another path", () => ({ ...get(newUser()), path: "/v1/profiles" }), "path-unknown"],
  ];
  for (const [what, asked, code] of refusals) {
    it(`refuses ${what}`, async () => {
      const context = start();
      const reply = await profile(asked(), context);
      assert.equal(reply.code, code);
      const { status, detail } = JSON.parse(reply.response.body) as Problem;
      assert.equal(status, reply.response.status);
      assert.match(detail, /^.{15,}\.$/, "says what to do");
      assert.deepEqual(context.touched, []);
    });
  }
});
