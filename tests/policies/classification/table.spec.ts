import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import globalTypes from "../../../graph/global-types.json";
import { globalTypesVersion, isRegional } from "../../../graph/region";
import { type PackageType, packageTypes, packageVersion } from "../../../policies/classification/package-types";
import { globalTypesOf, type Rows, tableOf } from "../../../policies/classification/table";
import table from "../../../policies/classification/types.json";

const type = (inputs: string[], more: Partial<PackageType> = {}): PackageType => ({
  regional: true,
  taggable: false,
  inputs,
  ...more,
});
const toOf = (...inputs: string[]) =>
  tableOf(new Map([["aws:sns/topicSubscription:TopicSubscription", type(inputs)]]))[
    "aws:sns/topicSubscription:TopicSubscription"
  ]!.to;

describe("the table of types", () => {
  it("is, in types.json, what the generator makes of the installed package", () => {
    const rows = table.types as Rows;
    const made = tableOf(packageTypes(), rows);
    assert.deepEqual(Object.keys(made), Object.keys(rows));
    // Type by type, because a difference of the whole takes long to print.
    const stale = Object.keys(made).filter((token) => !isDeepStrictEqual(made[token], rows[token]));
    assert.deepEqual(stale, [], "run policies/classification/generate.ts");
  }).timeout(30_000);

  it("says in graph/global-types.json which types are in no Region", () => {
    assert.deepEqual(globalTypes.types, globalTypesOf(packageTypes()), "run policies/classification/generate.ts");
    assert.equal(globalTypesVersion, packageVersion);
    const types = new Map([
      ["aws:sns/topic:Topic", type([])],
      ["aws:waf/rule:Rule", type([], { regional: false })],
      ["aws:iam/role:Role", type([], { regional: false })],
    ]);
    assert.deepEqual(globalTypesOf(types), ["aws:iam/role:Role", "aws:waf/rule:Rule"]);
    assert.deepEqual(["aws:iam/role:Role", "aws:sqs/queue:Queue", "aws:s3/new:New"].map(isRegional), [
      false,
      true,
      true,
    ]);
  }).timeout(30_000);

  it("has the kinds of the review, and neither for the rest the first time", () => {
    const types = new Map([
      ["aws:sns/topicSubscription:TopicSubscription", type(["endpoint"])],
      ["aws:sns/topic:Topic", type(["kmsMasterKeyId", "policy"], { taggable: true })],
      ["aws:sns/platformThing:PlatformThing", type(["endpoint"], { regional: false })],
      ["aws:unheardof/thing:Thing", type([])],
    ]);
    const rows = tableOf(types);
    assert.deepEqual(Object.keys(rows), [...types.keys()].sort());
    assert.deepEqual(rows["aws:sns/topicSubscription:TopicSubscription"], {
      kind: "copies",
      taggable: false,
      to: ["endpoint"],
    });
    assert.deepEqual(rows["aws:sns/topic:Topic"], { kind: "stores", taggable: true });
    assert.deepEqual(rows["aws:sns/platformThing:PlatformThing"], {
      kind: "neither",
      taggable: false,
    });
    assert.equal(rows["aws:unheardof/thing:Thing"]!.kind, "neither");
  });

  it("leaves a type that an upgrade brings unclassified, until it is reviewed", () => {
    const types = new Map([
      ["aws:sns/newThing:NewThing", type(["endpoint"])],
      ["aws:sns/oldThing:OldThing", type(["endpoint"])],
      ["aws:sns/openThing:OpenThing", type([])],
      ["aws:sns/topic:Topic", type([])],
    ]);
    const row = { taggable: false };
    const rows = tableOf(types, {
      "aws:sns/oldThing:OldThing": { kind: "neither", ...row },
      "aws:sns/openThing:OpenThing": { kind: "unclassified", ...row },
    });
    assert.deepEqual(
      Object.values(rows).map(({ kind }) => kind),
      ["unclassified", "neither", "unclassified", "stores"],
    );
    assert.equal(rows["aws:sns/newThing:NewThing"]!.to, undefined);
  });

  it("needs no review of what stays in its Region by construction", () => {
    const token = "aws:backup/selection:Selection";
    const rows = tableOf(new Map([[token, type(["planArn"])]]), {});
    assert.deepEqual(rows[token], { kind: "neither", taggable: false });
  });

  it("takes tokens with and without a module", () => {
    const rows = tableOf(new Map([["aws:sns:Topic", type([])]]));
    assert.equal(rows["aws:sns:Topic"]!.kind, "stores");
  });

  it("lists the properties that say where data goes, by their last name", () => {
    const places = [
      "targetArn",
      "rules[*].destination.bucket",
      "rules[*].sinkArns[*]",
      "a.peerRegion",
      "regionList",
      "enabledLogs.bucket",
      "replicaUris[*]",
    ];
    assert.deepEqual(toOf(...places), places);
    const others = [
      "region",
      "tags.region",
      "roleArn",
      "kmsKeyArn",
      "certificateArn",
      "disableExecuteApiEndpoint",
      "arnOwner",
      "name",
    ];
    assert.deepEqual(toOf(...others), undefined);
    assert.deepEqual(toOf("bucket"), ["bucket"]);
    const own = "aws:s3/bucketNotification:BucketNotification";
    assert.deepEqual(tableOf(new Map([[own, type(["bucket", "topics[*].topicArn"])]]))[own]!.to, [
      "topics[*].topicArn",
    ]);
  });
});
