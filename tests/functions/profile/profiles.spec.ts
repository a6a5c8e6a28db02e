import assert from "node:assert/strict";
import { Profiles, VersionConflict } from "../../../functions/profile/profiles";
import { profile } from "../../../functions/profile/service";
import { startProfile } from "../support/profile";
import { request } from "../support/requests";
import { acme, startTables, type Tables } from "../support/tables";

describe("the profile table", () => {
  let tables: Tables;
  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme });
  });
  after(() => tables.stop());

  const good = { preferences: "{}", version: 3, updatedAt: "2026-01-01T00:00:00Z" };
  for (const [part, value] of [
    ["preferences", { a: 1 }],
    ["version", "3"],
    ["version", 1.5],
    ["updatedAt", 7],
  ] as const) {
    it(`refuses a row with ${part} ${JSON.stringify(value)}`, async () => {
      const owner = { organization: acme, subject: `malformed-${part}-${JSON.stringify(value)}` };
      await tables.client.putItem("profiles", { pk: acme, sk: owner.subject, ...good, [part]: value });
      const malformed = { name: "MalformedRow", message: "a row of the profile table is malformed" };
      await assert.rejects(new Profiles(tables.client, "profiles").read(owner), malformed);
    });
  }

  it("refuses a write that is not of the version that is there, and says which is", async () => {
    const owner = { organization: acme, subject: "versions" };
    const profiles = new Profiles(tables.client, "profiles");
    await profiles.write(owner, 0, {}, "w1");
    await assert.rejects(profiles.write(owner, 7, {}, "w2"), (error) => {
      assert.ok(error instanceof VersionConflict);
      assert.deepEqual(
        [error.name, error.version, error.message],
        ["VersionConflict", 1, "the profile is at version 1"],
      );
      return true;
    });
  });

  it("is asked for a body of exactly 16 KB, and refuses one with issues with all of them", async () => {
    const authorizer = { organization: acme, jurisdiction: "CA", subject: "bodies" };
    const put = (body: unknown) =>
      profile(
        request("PUT", "/v1/profile", { authorizer, headers: { "if-none-match": "*" }, body }),
        startProfile(tables),
      );
    const around = JSON.stringify({ preferences: { a: "" } }).length;
    const reply = await put(JSON.stringify({ preferences: { a: "x".repeat(16 * 1024 - around) } }));
    assert.equal(reply.response.status, 200);
    const refused = await put({ preferences: { "1": 1 }, more: 1 });
    const { detail, errors } = JSON.parse(refused.response.body);
    assert.deepEqual([refused.code, detail], ["invalid-request", "The body has invalid fields."]);
    assert.deepEqual(
      errors.map(({ pointer }: { pointer: string }) => pointer),
      ["/more", "/preferences/1"],
    );
  });
});
