import assert from "node:assert/strict";
import { Graph } from "../../graph/graph";
import type { NewUser } from "../../local/cognito/types";
import { People } from "../../local/people";
import { slugKey } from "../../model/registry";
import { registryRegion } from "../../model/topology";

const hashSecret = "key";
const id = "org_0123456789abcdefghjkmnpqrs";
const outputs = {
  global: { registryTableName: "registry", registryHashKey: hashSecret },
  ca: { userPoolId: "pool-ca", userPoolClientId: "client-ca" },
};

describe("people", () => {
  const created: NewUser[] = [];
  const asked: unknown[] = [];
  const organizations = ["northwind", "acme", "maple-acme"].map((slug) => ({
    slug,
    country: "CA",
    jurisdiction: "CA",
  }));
  const people = new People({
    graph: new Graph(
      Object.entries(outputs).map(([stack, declared]) => ({ stack, resources: [], references: [], outputs: declared })),
    ),
    organizations,
    dynamoDb: {
      async peek(table, region, key) {
        asked.push([table, region]);
        const known = ["acme", "acme-later"].some((slug) => key.pk.S === slugKey(hashSecret, slug));
        return known ? { organization: { S: id }, jurisdiction: { S: "CA" } } : undefined;
      },
    },
    userPools: {
      users: {
        async create(user: NewUser) {
          created.push(user);
          return { username: user.email, sub: "sub" };
        },
      },
    },
  });

  it("find an organization by its slug's hash where the registry is written", async () => {
    assert.deepEqual(await people.find("acme"), { slug: "acme", id, jurisdiction: "CA", country: "CA" });
    assert.deepEqual(asked.at(-1), ["registry", registryRegion]);
    assert.equal(people.nameOf(id), "acme");
    assert.equal(people.nameOf("org_other"), "org_other");
  });

  it("list those that begin with what was typed first", () => {
    assert.deepEqual(
      people.list("acme", 5).map((person) => person.slug),
      ["acme", "maple-acme"],
    );
    assert.deepEqual(
      people.list("", 1).map((person) => person.slug),
      ["northwind"],
    );
  });

  it("list one that was assigned after the start as soon as it has been asked for by name, itself first", async () => {
    assert.deepEqual(people.list("acme-later", 5), []);
    await people.find("acme-later");
    await people.find("acme-later");
    assert.deepEqual(people.list("acme-later", 5), [{ slug: "acme-later", country: "", jurisdiction: "CA" }]);
    assert.deepEqual(
      people.list("acme", 5).map((person) => person.slug),
      ["acme", "acme-later", "maple-acme"],
    );
  });

  it("are made in the pool of the home's primary, with the opaque id", async () => {
    const user = await people.createUser("acme");
    const [made] = created;
    assert.deepEqual([made?.poolId, made?.organization, made?.password], ["pool-ca", id, user.password]);
    assert.deepEqual(
      [user.region, user.userPoolId, user.clientId, user.username],
      ["ca-central-1", "pool-ca", "client-ca", made?.email],
    );
  });

  it("refuses a user of an organization that the registry does not have, and slugs that are none", async () => {
    await assert.rejects(people.createUser("nobody"), {
      name: "InvalidInput",
      message: 'no organization is called "nobody"',
    });
    assert.equal(await people.find("No Slug"), undefined);
  });
});
