import assert from "node:assert/strict";
import { dataOf } from "../../../policies/shared/data";
import { Graph } from "../../../policies/shared/graph";
import type { Resource } from "../../../policies/shared/resource";
import type { Context } from "../../../policies/shared/rule";
import { unknown } from "../../../policies/shared/values";
import { make, operational, personal, routing, topology } from "../support/scene";

const item = "aws:dynamodb/tableItem:TableItem";
const table = (name: string, tags: Record<string, string>, stack = "ca") =>
  make("aws:dynamodb/table:Table", { name }, { name, tags, stack, outputs: { arn: `arn-${name}` } });
const of = (subject: Resource, others: Resource[] = [], scope: "partial" | "stack" | "project" = "project") => {
  const { dataClass, jurisdiction, allowed, open } = dataOf(subject, {
    topology,
    graph: new Graph([subject, ...others]),
    scope,
    settings: {},
  });
  return [dataClass, jurisdiction, allowed && [...allowed].join(" "), open];
};
const canada = "ca-central-1 ca-west-1";

describe("whose data it is", () => {
  it("is what its tags say", () => {
    assert.deepEqual(of(table("t", personal())), ["personal", "CA", canada, false]);
    assert.deepEqual(of(table("t", personal("US"), "global")), ["personal", "US", "us-east-1 us-west-2", false]);
    assert.deepEqual(of(table("t", { "data-class": "personal", jurisdiction: "any" })), [
      "personal",
      "CA",
      canada,
      false,
    ]);
    assert.deepEqual(of(table("t", routing)), ["routing", "CA", undefined, false]);
    assert.deepEqual(of(table("t", { "data-class": "odd", jurisdiction: "CA" })), ["odd", "CA", canada, false]);
  });

  it("may not leave where nothing says so", () => {
    assert.deepEqual(of(make("aws:sqs/queue:Queue", {}, { tags: false })), [undefined, "CA", canada, false]);
    assert.deepEqual(of(make(item)), [undefined, "CA", canada, false]);
    assert.deepEqual(of(make("aws:sqs/queue:Queue", {}, { tags: { "data-class": unknown } })), [
      undefined,
      "CA",
      canada,
      false,
    ]);
    assert.deepEqual(of(make(item, {}, { stack: "global", region: "us-west-2" })), [
      undefined,
      "US",
      "us-east-1 us-west-2",
      false,
    ]);
    assert.deepEqual(of(make("aws:route53/record:Record", {}, { stack: "global" })), [undefined, undefined, "", false]);
  });

  it("is that of what it belongs to", () => {
    assert.deepEqual(of(make(item, { tableName: "r" }), [table("r", routing)]), ["routing", "CA", undefined, false]);
    assert.deepEqual(of(make(item, { tableName: "o" }), [table("o", personal())]), ["personal", "CA", canada, false]);
    assert.deepEqual(of(make(item, { tableName: "o", also: "r" }), [table("r", routing), table("o", personal())]), [
      "personal",
      "CA",
      canada,
      false,
    ]);
    assert.deepEqual(of(make(item, { tableName: "o" }, { stack: "ca-west" }), [table("o", personal("US"), "us")]), [
      "personal",
      "CA",
      canada,
      false,
    ]);
    assert.deepEqual(
      of(make(item, { tableName: "o" }, { stack: "global" }), [table("o", personal("US"), "us")]),
      ["personal", "CA", canada, false].with(1, "US").with(2, "us-east-1 us-west-2"),
    );
    for (const names of [
      { tableName: "r", also: "o" },
      { tableName: "o", also: "r" },
    ]) {
      const [dataClass] = of(make(item, names), [table("r", routing), table("o", personal())]);
      assert.equal(dataClass, "personal", "the strictest of several");
    }
    assert.deepEqual(of(make("aws:dynamodb/tableExport:TableExport", { tableArn: "arn-r" }), [table("r", routing)]), [
      "routing",
      "CA",
      undefined,
      false,
    ]);
  });

  it("is that of what goes by a name itself, whatever else has the same id", () => {
    const bucket = make("aws:s3/bucket:Bucket", { bucket: "b" }, { name: "b", tags: operational() });
    const logging = make("aws:s3/bucketLogging:BucketLogging", {}, { name: "l", outputs: { id: "b" } });
    const notification = make("aws:s3/bucketNotification:BucketNotification", { bucket: "b" });
    assert.deepEqual(of(notification, [logging, bucket]), ["operational", "CA", undefined, false]);
    assert.deepEqual(of(notification, [logging]), [undefined, "CA", canada, false]);
  });

  it("depends on others as often as it is asked, where it does once", () => {
    const owned = make(item, { tableName: "r" });
    const tagged = table("r", routing);
    const graph = new Graph([owned, tagged]);
    const context: Context = { topology, graph, scope: "partial", settings: {} };
    const looks = (resource: Resource) => {
      const before = graph.lookups;
      dataOf(resource, context);
      return graph.lookups > before;
    };
    assert.deepEqual([looks(owned), looks(owned), looks(tagged), looks(tagged)], [true, true, false, false]);
  });

  it("may not leave with one owner that may, where another says nothing", () => {
    const untagged = make("aws:dynamodb/table:Table", { name: "u" }, { name: "u", tags: false });
    assert.deepEqual(of(make(item, { tableName: "u", also: "r" }), [untagged, table("r", routing)]), [
      undefined,
      "CA",
      canada,
      false,
    ]);
    // What it is called is no owner of it.
    assert.equal(of(make(item, { name: "me", tableName: "r" }, { name: "me" }), [table("r", routing)])[0], "routing");
    assert.deepEqual(of(make(item, { tableName: "u" }), [untagged]), [undefined, "CA", canada, false]);
  });

  it("is that of an API, which moves data and keeps none", () => {
    const api = make(
      "aws:apigateway/restApi:RestApi",
      {},
      { name: "api", tags: operational(), outputs: { id: "api-1" } },
    );
    const resource = make("aws:apigateway/resource:Resource", { restApi: "api-1" });
    assert.deepEqual(of(resource, [api]), ["operational", "CA", undefined, false]);
  });

  it("is not what others' tags say, where it could have its own", () => {
    const queue = make("aws:sqs/queue:Queue", { name: "r" }, { tags: false });
    assert.deepEqual(of(queue, [table("r", routing)]), [undefined, "CA", canada, false]);
  });

  it("is not that of logs that it writes, though the property is called as an owner's would be", () => {
    const logs = make(
      "aws:cloudwatch/logGroup:LogGroup",
      {},
      { name: "l", tags: operational(), outputs: { arn: "arn-l" } },
    );
    const alias = make("aws:lex/botAlias:BotAlias", { conversationLogs: { logSettings: [{ resourceArn: "arn-l" }] } });
    assert.deepEqual(of(alias, [logs]), [undefined, "CA", canada, false]);
  });

  it("is not that of where it goes, of roles or of keys", () => {
    const stream = make("aws:kinesis/stream:Stream", {}, { name: "s", tags: operational(), outputs: { arn: "arn-s" } });
    const role = make("aws:iam/role:Role", {}, { name: "role", tags: operational(), outputs: { arn: "arn-role" } });
    const key = make("aws:kms/key:Key", {}, { name: "key", tags: operational(), outputs: { arn: "arn-key" } });
    const streaming = "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination";
    assert.deepEqual(
      of(make(streaming, { streamArn: "arn-s", role: "arn-role", key: "arn-key" }), [stream, role, key]),
      [undefined, "CA", canada, false],
    );
  });

  it("is that of what a copy is made of, though the property is called as a destination would be", () => {
    const bucket = make("aws:s3/bucket:Bucket", { bucket: "b" }, { name: "b", tags: operational() });
    const ofType = (type: string) => make(type, {}, { name: "o", tags: operational(), outputs: { arn: "arn-o" } });
    const regions = Array.from({ length: 12 }, (_, index) => ({ bucket: index < 11 ? `other-${index}` : "b" }));
    const copies: [string, object, Resource][] = [
      ["aws:dynamodb/tableExport:TableExport", { tableArn: "arn-o" }, ofType("aws:dynamodb/table:Table")],
      ["aws:s3tables/namespace:Namespace", { tableBucketArn: "arn-o" }, ofType("aws:s3tables/tableBucket:TableBucket")],
      [
        "aws:rds/clusterActivityStream:ClusterActivityStream",
        { resourceArn: "arn-o" },
        ofType("aws:rds/cluster:Cluster"),
      ],
      ["aws:rds/exportTask:ExportTask", { sourceArn: "arn-o" }, ofType("aws:rds/snapshot:Snapshot")],
      ["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", { details: { regions } }, bucket],
    ];
    for (const [type, props, owner] of copies) {
      assert.deepEqual(of(make(type, { ...props }), [owner]), ["operational", "CA", undefined, false], type);
    }
  });

  it("is not that of where it goes, which is not known yet, though a role beside it is not known either", () => {
    const abroad = make("aws:sqs/queue:Queue", {}, { stack: "us", name: "q", tags: operational("US") });
    const role = make("aws:iam/role:Role", {}, { name: "role" });
    const schedule = make(
      "aws:scheduler/schedule:Schedule",
      { target: { arn: unknown, roleArn: unknown } },
      { dependencies: { target: [abroad.urn, role.urn] } },
    );
    assert.deepEqual(of(schedule, [abroad, role], "stack"), [undefined, "CA", canada, false]);
  });

  it("is that of what it belongs to, though where it goes is not known yet", () => {
    const queue = make("aws:sqs/queue:Queue", {}, { name: "q" });
    const topic = make("aws:sns/topic:Topic", { name: "t" }, { name: "t", tags: routing });
    const subscription = make(
      "aws:sns/topicSubscription:TopicSubscription",
      { topic: "t", endpoint: unknown },
      { dependencies: { endpoint: [queue.urn] } },
    );
    assert.deepEqual(of(subscription, [queue, topic], "stack"), ["routing", "CA", undefined, false]);
  });

  it("is open while what it belongs to is unknown, and told by what it is made from", () => {
    assert.deepEqual(of(make(item, { tableName: unknown }), [], "partial"), [undefined, "CA", canada, true]);
    assert.deepEqual(of(make(item, { tableName: unknown, also: "r" }), [table("r", routing)], "partial"), [
      undefined,
      "CA",
      canada,
      true,
    ]);
    const made = make(
      item,
      { tableName: unknown },
      { dependencies: { tableName: [table("r", routing).urn, "urn:gone"] } },
    );
    assert.deepEqual(of(made, [table("r", routing)], "stack"), ["routing", "CA", undefined, false]);
    assert.deepEqual(of(make(item, { tableName: unknown }), [table("r", routing)], "stack"), [
      undefined,
      "CA",
      canada,
      false,
    ]);
  });
});
