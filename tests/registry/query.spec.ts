import assert from "node:assert/strict";
import { mock } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { organizationIdPattern } from "../../model/registry";
import { assign } from "../../registry/assign";
import { ImportError } from "../../registry/issue";
import { listOrganizations, showOrganization } from "../../registry/query";
import { startRegistry, type TestRegistry } from "./registry";

describe("assigning, showing and listing organizations", () => {
  let registry: TestRegistry;

  beforeEach(async () => {
    registry = await startRegistry();
    await assign(registry.target, "acme", "CA", ["acme.example", "acme-mail.example"]);
    await assign(registry.target, "globex", "US", []);
    await assign(registry.target, "initech", "US", undefined);
  });
  afterEach(() => registry.close());

  it("shows one by slug and by id, with the Regions that may hold its data", async () => {
    const shown = await showOrganization(registry.target, "acme");
    const { organization, ...others } = shown;
    assert.match(organization, organizationIdPattern);
    assert.deepEqual(others, {
      ...{ jurisdiction: "CA", state: "active", version: 1, notice: null },
      ...{ regions: ["ca-central-1", "ca-west-1"], emailDomains: 2 },
    });
    assert.deepEqual(await showOrganization(registry.target, organization), shown);
  });

  it("leaves domains alone unless they are named", async () => {
    const outcome = async (domains: string[] | undefined) => {
      const { created, updated, unchanged } = await assign(registry.target, "acme", "CA", domains);
      return [created, updated, unchanged, (await showOrganization(registry.target, "acme")).emailDomains];
    };
    assert.deepEqual(await outcome(undefined), [0, 0, 1, 2]);
    assert.deepEqual(await outcome(["acme.example"]), [0, 1, 0, 1]);
    assert.deepEqual(await outcome([]), [0, 1, 0, 0]);
  });

  it("lists in pages that together hold each once", async () => {
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      let after: string | null | undefined;
      do {
        const page = await listOrganizations(registry.target, { limit, ...(after && { after }) });
        assert.ok(page.organizations.length <= limit);
        seen.push(...page.organizations.map((organization) => organization.organization));
        after = page.next;
      } while (after);
      assert.equal(seen.length, 3);
      assert.equal(new Set(seen).size, 3);
    }
    const { organizations, next } = await listOrganizations(registry.target, { limit: 50, jurisdiction: "US" });
    assert.deepEqual([organizations.map((organization) => organization.jurisdiction), next], [["US", "US"], null]);
  });

  it("reads what is there now, not what a replica had", async () => {
    const reads: unknown[] = [];
    registry.intercept = (operation, input) => {
      reads.push([operation, input.ConsistentRead]);
    };
    await showOrganization(registry.target, "acme");
    await listOrganizations(registry.target, { limit: 5 });
    assert.deepEqual(reads, [
      ["GetItem", true],
      ["GetItem", true],
      ["Scan", true],
    ]);
  });

  it("lists none where a page has none", async () => {
    registry.intercept = () => ({ Count: 0 });
    assert.deepEqual(await listOrganizations(registry.target, { limit: 5 }), { organizations: [], next: null });
  });

  it("closes its connections, also where it fails", async () => {
    const destroy = mock.method(DynamoDBClient.prototype, "destroy");
    try {
      await showOrganization(registry.target, "acme");
      assert.equal(destroy.mock.callCount(), 1);
      await assert.rejects(showOrganization(registry.target, "nobody"));
      assert.equal(destroy.mock.callCount(), 2);
      await assign(registry.target, "acme", "CA", []);
      assert.equal(destroy.mock.callCount(), 3);
      await assert.rejects(assign(registry.target, "acme", "US", []));
      assert.equal(destroy.mock.callCount(), 4);
    } finally {
      destroy.mock.restore();
    }
  });

  it("refuses an unknown organization, a home that is not served, and a name that cannot be one", async () => {
    await assert.rejects(showOrganization(registry.target, "nobody"), /no organization "nobody".*assign nobody/);
    const id = `org_${"0".repeat(26)}`;
    await assert.rejects(showOrganization(registry.target, id), /no organization "org_0+".*assign SLUG --juris/);
    await assert.rejects(showOrganization(registry.target, "No Body"), /neither a slug nor an id/);
    await assert.rejects(assign(registry.target, "x", "EU", []), (error: unknown) => {
      assert.ok(error instanceof ImportError);
      assert.match(
        error.message,
        /^assign x: nothing imported, 1 issue.*found "EU", which no stack serves; allowed: CA, US/s,
      );
      return true;
    });
    await assert.rejects(
      assign(registry.target, "acme", "US", []),
      /^ImportError: assign acme: nothing imported, 1 issue/,
    );
  });
});
