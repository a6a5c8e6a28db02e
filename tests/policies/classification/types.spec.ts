import assert from "node:assert/strict";
import { classifiedTypes, classifiedVersion, classify } from "../../../policies/classification";
import { packageTypes, packageVersion } from "../../../policies/classification/package-types";
import { reviewed } from "../../../policies/classification/reviewed";
import { allRules } from "../support/judge";
import { topology } from "../support/scene";

describe("the classification", () => {
  it("is of the installed package", () => {
    assert.equal(classifiedVersion, packageVersion);
  });

  it("leaves no type unclassified", () => {
    assert.deepEqual(
      classifiedTypes.filter((type) => classify(type, topology).kind === "unclassified"),
      [],
    );
  });

  it("follows reviewed.ts", () => {
    for (const [service, { stores = "", copies = "" }] of Object.entries(reviewed)) {
      const of = (kind: string) =>
        classifiedTypes
          .filter((type) => type.startsWith(`aws:${service}/`) && classify(type, topology).kind === kind)
          .map((type) => type.split(":").pop());
      assert.deepEqual(of("stores").sort(), stores.split(" ").filter(Boolean).sort(), service);
      assert.deepEqual(of("copies").sort(), copies.split(" ").filter(Boolean).sort(), service);
    }
  });

  it("knows what the rules rest on", () => {
    const kinds = Object.fromEntries(
      [
        "dynamodb/table:Table",
        "s3/bucketReplicationConfig:BucketReplicationConfig",
        "ec2/subnet:Subnet",
        "iam/role:Role",
      ].map((type) => [type, classify(`aws:${type}`, topology).kind]),
    );
    assert.deepEqual(Object.values(kinds), ["stores", "copies", "neither", "neither"]);
    assert.equal(classify("aws:iam/role:Role", topology).regional, false);
    assert.equal(classify("aws:sqs/queue:Queue", topology).regional, true);
    assert.equal(classify("aws:sqs/queue:Queue", topology).taggable, true);
    assert.equal(classify("aws:sqs/queuePolicy:QueuePolicy", topology).taggable, false);
    assert.ok(
      classify("aws:efs/replicationConfiguration:ReplicationConfiguration", topology).to.includes("destination.region"),
    );
  });

  it("takes types of other providers as the topology says", () => {
    const bucket = "gcp:storage/bucket:Bucket";
    const reported = { ...topology, types: { [bucket]: "stores" as const } };
    const other = { regional: true, taggable: false, to: [] };
    assert.deepEqual(classify(bucket, reported), { kind: "stores", ...other });
    assert.deepEqual(classify(bucket, topology), { kind: "unclassified", ...other });
  });

  it("knows that components and what describes the program hold nothing", () => {
    const nothing = { kind: "neither", regional: true, taggable: false, to: [] };
    assert.deepEqual(classify("pulumi:pulumi:StackReference", topology), nothing);
    assert.deepEqual(classify("home-region:Cell", topology, true), nothing);
    assert.equal(classify("home-region:Cell", topology).kind, "unclassified");
  });

  it("finds the properties that rules look at in the package itself", () => {
    const types = packageTypes();
    const missing = allRules.flatMap((rule) =>
      Object.entries(rule.claims ?? {}).flatMap(([type, paths]) =>
        paths
          .filter(
            (path) =>
              !types
                .get(type)
                ?.inputs.some(
                  (input) =>
                    input === path ||
                    input.startsWith(`${path}.`) ||
                    input.startsWith(`${path}[`) ||
                    (input.endsWith(".*") && path.startsWith(input.slice(0, -1))),
                ),
          )
          .map((path) => `${rule.name}: ${type} ${path}`),
      ),
    );
    assert.deepEqual(missing, []);
  }).timeout(30_000);

  it("finds the types that rules look at in the package itself", () => {
    const known = new Set([...classifiedTypes, "pulumi:pulumi:StackReference"]);
    const missing = allRules.flatMap((rule) =>
      (rule.types ?? []).filter((type) => !known.has(type)).map((type) => `${rule.name}: ${type}`),
    );
    assert.deepEqual(missing, []);
  });
});
