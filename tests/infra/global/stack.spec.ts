import assert from "node:assert/strict";
import { allRegions, registryRegion } from "../../../model/topology";
import { type DeclaredStack, stackResources } from "../../support/stacks";

const routing = { "data-class": "routing", jurisdiction: "any" };

describe("the global stack", function () {
  this.timeout(60_000);
  let stack: DeclaredStack;
  before(async () => {
    stack = await stackResources("global");
  });

  it("declares exactly this", () => {
    assert.deepEqual(stack.list(), [
      "aws:acm/certificate:Certificate dns-ca-api",
      "aws:acm/certificate:Certificate dns-lookup",
      "aws:acm/certificate:Certificate dns-us-api",
      "aws:dynamodb/table:Table registry",
      "aws:globalaccelerator/accelerator:Accelerator lookup",
      "aws:globalaccelerator/listener:Listener lookup",
      "aws:kms/key:Key alarms",
      "aws:kms/key:Key registry-ca-central-1",
      "aws:kms/key:Key registry-ca-west-1",
      "aws:kms/key:Key registry-us-east-1",
      "aws:kms/key:Key registry-us-west-2",
      "aws:route53/record:Record dns-ca-api-validation",
      "aws:route53/record:Record dns-lookup-validation",
      "aws:route53/record:Record dns-us-api-validation",
      "aws:route53/record:Record lookup",
      "aws:route53/zone:Zone dns",
      "aws:sns/topic:Topic alarms",
      "aws:sns/topicPolicy:TopicPolicy alarms",
      "aws:ssm/parameter:Parameter registry-hash-key",
    ]);
  });

  it("keeps the registry in every Region, each replica with a key of its own that never leaves", () => {
    const { inputs } = stack.get("aws:dynamodb/table:Table", "registry");
    const keyOf = (region: string) => stack.get("aws:kms/key:Key", `registry-${region}`);
    assert.deepEqual(inputs, {
      region: registryRegion,
      name: "home-region-registry",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      attributes: [{ name: "pk", type: "S" }],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      serverSideEncryption: { enabled: true, kmsKeyArn: keyOf(registryRegion).outputs.arn },
      replicas: ["ca-west-1", "us-east-1", "us-west-2"].map((regionName) => ({
        regionName,
        kmsKeyArn: keyOf(regionName).outputs.arn,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: true,
        propagateTags: true,
      })),
      tags: routing,
    });
    for (const region of allRegions()) {
      const key = keyOf(region);
      assert.equal(key.region, region);
      assert.equal(key.inputs.multiRegion, undefined);
      assert.equal(key.inputs.enableKeyRotation, true);
    }
  });

  it("lets only this account's DynamoDB use a registry key", () => {
    const { Statement } = JSON.parse(stack.get("aws:kms/key:Key", "registry-us-east-1").inputs.policy);
    assert.deepEqual(
      Statement.map((statement: any) => statement.Sid),
      ["AccountDecides", "TablesOfThisAccount"],
    );
    assert.deepEqual(Statement[1].Condition, {
      StringEquals: { "kms:CallerAccount": "123456789012", "kms:ViaService": "dynamodb.us-east-1.amazonaws.com" },
    });
  });

  it("takes alarms on Route 53's metrics where these are, from this account only, under a key for nothing else", () => {
    const key = stack.get("aws:kms/key:Key", "alarms");
    const topic = stack.get("aws:sns/topic:Topic", "alarms");
    const tags = { "data-class": "operational", jurisdiction: "any" };
    assert.deepEqual(topic.inputs, { region: "us-east-1", kmsMasterKeyId: key.outputs.arn, tags });
    assert.equal(topic.outputs.arn, stack.graph.outputs.alarmTopicArn);
    assert.equal(key.region, "us-east-1");
    assert.deepEqual(
      JSON.parse(key.inputs.policy).Statement.map((statement: any) => statement.Sid),
      ["AccountDecides", "AlarmsMayPublish"],
    );
    const { Statement } = JSON.parse(stack.get("aws:sns/topicPolicy:TopicPolicy", "alarms").inputs.policy);
    assert.deepEqual(Statement, [
      {
        Sid: "AlarmsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic.outputs.arn,
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:*" },
        },
      },
    ]);
  });

  it("waits for no certificate, so that its first update ends before the new zone is delegated", () => {
    const certificates = stack.ofType("aws:acm/certificate:Certificate").map(({ name }) => name);
    assert.deepEqual(certificates.sort(), ["dns-ca-api", "dns-lookup", "dns-us-api"]);
    assert.deepEqual(stack.ofType("aws:acm/certificateValidation:CertificateValidation"), []);
    const records = stack.ofType("aws:route53/record:Record").filter(({ name }) => name.endsWith("-validation"));
    assert.deepEqual(
      records.map(({ name, inputs }) => [name, inputs.type]),
      certificates.map((name) => [`${name}-validation`, "CNAME"]),
    );
  });

  it("declares no record before its zone is there, and so takes changes: enabling accelerated recovery locks it", () => {
    const zone = stack.get("aws:route53/zone:Zone", "dns");
    assert.equal(zone.inputs.enableAcceleratedRecovery, true);
    const records = stack.ofType("aws:route53/record:Record");
    assert.equal(records.length, 4);
    for (const { name, inputs } of records) {
      assert.equal(inputs.zoneId, zone.outputs.zoneId, name);
    }
  });

  it("carries lookups only over the accelerator that spans jurisdictions", () => {
    assert.deepEqual(stack.get("aws:globalaccelerator/listener:Listener", "lookup").inputs.portRanges, [
      { fromPort: 443, toPort: 443 },
    ]);
    const accelerator = stack.get("aws:globalaccelerator/accelerator:Accelerator", "lookup");
    const record = stack.get("aws:route53/record:Record", "lookup").inputs;
    assert.equal(record.name, "api.example.com");
    assert.equal(record.aliases[0].name, accelerator.outputs.dnsName);
    const others = stack.ofType("aws:route53/record:Record").filter((record) => record.inputs.aliases);
    assert.equal(others.length, 1, "no other name points at the accelerator");
  });

  it("requests the certificate of a jurisdiction's name inside that jurisdiction", () => {
    const where = stack
      .ofType("aws:acm/certificate:Certificate")
      .map((certificate) => [certificate.inputs.domainName, certificate.inputs.region]);
    assert.deepEqual(where.sort(), [
      ["api.example.com", "ca-central-1"],
      ["ca.api.example.com", "ca-central-1"],
      ["us.api.example.com", "us-east-1"],
    ]);
  });

  it("creates the zone so that record edits resume without us-east-1", () => {
    const { inputs } = stack.get("aws:route53/zone:Zone", "dns");
    assert.equal(inputs.enableAcceleratedRecovery, true);
    assert.equal(inputs.name, "example.com");
  });

  it("hands on every value that a region stack needs", () => {
    const { outputs } = stack.graph;
    assert.equal(outputs.registryTableName, "home-region-registry");
    assert.deepEqual(Object.keys(outputs.registryKeyArns), allRegions());
    assert.match(outputs.registryHashKey, /^[\w-]{43}$/);
    assert.equal(outputs.lookupUrl, "https://api.example.com");
    assert.equal(outputs.lookupListenerArn, stack.get("aws:globalaccelerator/listener:Listener", "lookup").outputs.arn);
  });
});
