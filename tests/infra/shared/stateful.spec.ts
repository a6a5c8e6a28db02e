/** What no update may make anew or delete: options, which no engine asks about twice. */
import assert from "node:assert/strict";
import type { Resource } from "../../../graph/graph";
import { evaluatedStacks, stackResources } from "../../support/stacks";

const table = "aws:dynamodb/table:Table";
const replica = "aws:dynamodb/tableReplica:TableReplica";
const pool = "aws:cognito/userPool:UserPool";

/** Options that could delete, keep back or move what is there. */
const own = ({ options }: Resource) => {
  const { parent: _, version: __, additionalSecretOutputs: ___, ...others } = options!;
  return others;
};

describe("what holds state", function () {
  this.timeout(60_000);
  let all: Resource[];
  before(async () => {
    all = (await evaluatedStacks()).flatMap(({ resources }) => resources);
  });

  it("keeps the registry's hash key for good: the value that each run makes anew is used once", async () => {
    const global = await stackResources("global");
    const key = global.get("aws:ssm/parameter:Parameter", "registry-hash-key");
    assert.deepEqual(own(key), { ignoreChanges: ["value"] });
    assert.deepEqual(key.secretInputs, ["value"]);
    assert.ok(key.options!.additionalSecretOutputs!.includes("value"));
    assert.match(key.inputs.value, /^[\w-]{43}$/, "32 bytes");
    assert.equal(key.inputs.type, "SecureString");
    assert.deepEqual(global.graph.secretOutputs, ["registryHashKey"]);
  });

  it("hands the hash key to the lookup as a secret, and to nothing else", () => {
    const secret = all.filter(({ secretInputs }) => secretInputs);
    assert.deepEqual(
      secret.map(({ stack, name, secretInputs }) => [stack, name, ...secretInputs!]),
      [
        ["global", "registry-hash-key", "value"],
        ...["ca", "ca-west", "us", "us-west"].map((stack) => [
          stack,
          "lookup",
          "environment.variables.REGISTRY_HASH_KEY",
        ]),
      ],
    );
  });

  it("leaves a jurisdiction's replicas to the standby's stack: the primary's never deletes them", () => {
    const tables = all.filter(({ type, stack }) => type === table && stack !== "global");
    assert.equal(tables.length, 8);
    for (const table of tables) {
      assert.deepEqual(own(table), { ignoreChanges: ["replicas"] }, table.urn);
      assert.equal(table.inputs.replicas, undefined, table.urn);
    }
    const replicas = all.filter(({ type }) => type === replica);
    assert.equal(replicas.length, 8);
    for (const replica of replicas) {
      assert.deepEqual(own(replica), {}, replica.urn);
    }
  });

  it("lets the registry's replicas follow the topology, and its hash key outlive it", async () => {
    const global = await stackResources("global");
    assert.deepEqual(own(global.get(table, "registry")), {
      dependsOn: [global.get("aws:ssm/parameter:Parameter", "registry-hash-key").urn],
    });
  });

  it("refuses deletion: every table, replica, user pool and load balancer", () => {
    const protectedBy: Record<string, [property: string, value: unknown]> = {
      [table]: ["deletionProtectionEnabled", true],
      [replica]: ["deletionProtectionEnabled", true],
      [pool]: ["deletionProtection", "ACTIVE"],
      "aws:lb/loadBalancer:LoadBalancer": ["enableDeletionProtection", true],
    };
    const kept = all.filter(({ type }) => type in protectedBy);
    assert.equal(kept.length, 9 + 8 + 4 + 4);
    for (const { type, inputs, urn } of kept) {
      const [property, value] = protectedBy[type]!;
      assert.equal(inputs[property], value, urn);
    }
  });

  it("is brought back from any second of the last weeks: every table and replica", () => {
    for (const { type, inputs, urn } of all) {
      if (type === table) {
        assert.deepEqual(inputs.pointInTimeRecovery, { enabled: true }, urn);
      }
      if (type === replica) {
        assert.equal(inputs.pointInTimeRecovery, true, urn);
      }
      for (const replica of inputs.replicas ?? []) {
        assert.equal(replica.pointInTimeRecovery, true, urn);
      }
    }
  });

  it("sets no option that hides a change anywhere else", () => {
    const hiding = all.filter(({ options }) => {
      const { ignoreChanges, retainOnDelete, protect, deletedWith, import: imported, readId, hooks } = options ?? {};
      return [ignoreChanges, retainOnDelete, protect, deletedWith, imported, readId, hooks].some(Boolean);
    });
    const known = ({ type, name }: Resource) =>
      (type === table && name.startsWith("data-")) || name === "registry-hash-key";
    assert.deepEqual(
      hiding.filter((resource) => !known(resource)).map(({ urn }) => urn),
      [],
    );
  });
});
