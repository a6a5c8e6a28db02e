import assert from "node:assert/strict";
import { Graph } from "../../../policies/shared/graph";
import type { Resource } from "../../../policies/shared/resource";
import { unknown } from "../../../policies/shared/values";
import { make } from "../support/scene";

const names = (resources: readonly Resource[]) => resources.map(({ name }) => name);

describe("the graph of resources", () => {
  it("finds a resource by whatever others call it", () => {
    const queue = "https://sqs.ca-central-1.amazonaws.com/1/jobs";
    const called: [string, string, Record<string, unknown>, string][] = [
      ["arn", "aws:sqs/queue:Queue", { arn: "arn:aws:sqs:ca-central-1:1:jobs" }, "arn:aws:sqs:ca-central-1:1:jobs"],
      ["id", "aws:ec2/vpc:Vpc", { id: "vpc-1" }, "vpc-1"],
      ["name", "aws:dynamodb/table:Table", { name: "orders" }, "orders"],
      ["bucket", "aws:s3/bucket:Bucket", { bucket: "files" }, "files"],
      ["url", "aws:sqs/queue:Queue", { url: queue }, queue],
      ["queue URL", "aws:sqs/queue:Queue", { queueUrl: queue }, queue],
      ["cluster identifier", "aws:rds/cluster:Cluster", { clusterIdentifier: "db" }, "db"],
      ["identifier", "aws:rds/instance:Instance", { identifier: "db-1" }, "db-1"],
      ["DNS name", "aws:lb/loadBalancer:LoadBalancer", { dnsName: "x.elb.amazonaws.com" }, "x.elb.amazonaws.com"],
      ["domain", "aws:apigateway/domainName:DomainName", { domainName: "api.example.com" }, "api.example.com"],
      ["regional domain", "aws:s3/bucket:Bucket", { regionalDomainName: "files.s3.example" }, "files.s3.example"],
    ];
    for (const [what, type, known, value] of called) {
      assert.deepEqual(names(new Graph([make(type, known)]).named(value)), ["subject"], `${what}, given`);
      assert.deepEqual(names(new Graph([make(type, {}, { outputs: known })]).named(value)), ["subject"], what);
    }
  });

  it("finds those of one service where asked to", () => {
    const graph = new Graph([
      make("aws:s3/bucket:Bucket", { bucket: "orders" }, { name: "bucket" }),
      make("aws:dynamodb/table:Table", { name: "orders" }, { name: "table" }),
    ]);
    assert.deepEqual(names(graph.named("orders")), ["bucket", "table"]);
    assert.deepEqual(names(graph.named("orders", "s3")), ["bucket"]);
  });

  it("finds what goes by a name, and not what others of its kind are for", () => {
    const graph = new Graph([
      make("aws:s3/bucket:Bucket", { bucket: "files" }, { name: "bucket" }),
      make("aws:s3/bucketLogging:BucketLogging", { bucket: "files" }, { name: "logging" }),
      make("aws:rds/cluster:Cluster", { clusterIdentifier: "db" }, { name: "cluster" }),
      make("aws:rds/clusterInstance:ClusterInstance", { clusterIdentifier: "db" }, { name: "instance" }),
      make("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: "https://sqs" }, { name: "policy" }),
      make("aws:sns/topicPolicy:TopicPolicy", { arn: "arn:aws:sns:ca-central-1:1:t" }, { name: "topic policy" }),
      make("aws:apigateway/basePathMapping:BasePathMapping", { domainName: "api.example.com" }, { name: "mapping" }),
      make("aws:cloudfront/distribution:Distribution", { domainName: "d1.cloudfront.net" }, { name: "edge" }),
    ]);
    const called = [
      "files",
      "db",
      "https://sqs",
      "arn:aws:sns:ca-central-1:1:t",
      "api.example.com",
      "d1.cloudfront.net",
    ];
    assert.deepEqual(
      called.map((name) => names(graph.named(name))),
      [["bucket"], ["cluster"], [], [], [], ["edge"]],
    );
  });

  it("finds by the name in an ARN what AWS has not given one yet", () => {
    const graph = new Graph([
      make("aws:sns/topic:Topic", { name: "alarms", arn: unknown }, { name: "topic" }),
      make("aws:sns/topic:Topic", { name: "old", arn: "arn:aws:sns:ca-central-1:2:old" }, { name: "old" }),
      make("aws:sqs/queue:Queue", { name: "alarms" }, { name: "queue" }),
      make("aws:dynamodb/table:Table", { name: "orders" }, { name: "table" }),
      make("aws:cloudwatch/logGroup:LogGroup", { name: "events" }, { name: "logs" }),
      make("aws:s3/bucket:Bucket", { bucket: "files" }, { name: "bucket" }),
    ]);
    const called: [string, string[]][] = [
      ["arn:aws:sns:ca-central-1:1:alarms", ["topic"]],
      ["arn:aws:sns:ca-central-1:1:old", []],
      ["arn:aws:dynamodb:ca-central-1:1:table/orders", ["table"]],
      ["arn:aws:logs:ca-central-1:1:log-group:events:*", ["logs"]],
      ["arn:aws:s3:::files", ["bucket"]],
      ["arn:aws:s3:::files/*", []],
      ["arn:aws:sns:ca-central-1:1:", []],
    ];
    for (const [arn, found] of called) {
      assert.deepEqual(names(graph.named(arn)), found, arn);
    }
    assert.deepEqual(graph.named("arn:aws:sns:ca-central-1:1:alarms", "sqs"), []);
    assert.deepEqual(names(graph.named("arn:aws:sns:ca-central-1:1:alarms", "sns")), ["topic"]);
  });

  it("knows how often it was looked into", () => {
    const graph = new Graph([make("aws:sqs/queue:Queue", { name: "jobs" })]);
    const looks = [
      () => graph.named("other"),
      () => graph.isNamed("urn", "other"),
      () => graph.byUrn("urn"),
      () => graph.ofType("x:y:Z"),
      () => graph.resources,
      () => graph.lookAgain(),
    ];
    for (const look of looks) {
      const before = graph.lookups;
      look();
      assert.ok(graph.lookups > before, String(look));
    }
  });

  it("finds all that are called alike, each in its last state", () => {
    const alike = (name: string, delaySeconds: number) =>
      make("aws:sqs/queue:Queue", { name: "jobs", delaySeconds }, { name });
    const graph = new Graph(["a", "b", "c", "a"].map((name, index) => alike(name, index)));
    assert.deepEqual(graph.named("jobs"), [alike("a", 3), alike("b", 1), alike("c", 2)]);
    assert.ok(graph.isNamed(alike("b", 1).urn, "jobs"));
    assert.ok(!graph.isNamed(alike("d", 1).urn, "jobs"));
    assert.ok(new Graph([alike("a", 0)]).isNamed(alike("a", 0).urn, "jobs"));
    assert.ok(!new Graph([alike("a", 0)]).isNamed(alike("b", 1).urn, "jobs"));
  });

  it("calls nothing by an empty or unknown name, or by what is no text", () => {
    for (const name of ["", unknown, `x-${unknown}`, 3, null, ["a"]]) {
      assert.deepEqual(new Graph([make("aws:sqs/queue:Queue", { name })]).named(String(name)), []);
    }
  });

  it("knows the last state of each resource", () => {
    const graph = new Graph();
    const queue = (props: Record<string, unknown>) => make("aws:sqs/queue:Queue", props);
    graph.add(queue({ name: "jobs" }));
    graph.add(queue({ name: "jobs", delaySeconds: 3 }));
    assert.deepEqual(graph.named("jobs"), [queue({ name: "jobs", delaySeconds: 3 })]);
    assert.deepEqual(graph.byUrn(queue({}).urn), queue({ name: "jobs", delaySeconds: 3 }));
    assert.equal(graph.resources.length, 1);
    assert.deepEqual(graph.ofType("aws:sqs/queue:Queue", "x:y:Z"), graph.resources);
    assert.deepEqual(graph.ofType("x:y:Z"), []);
  });
});
