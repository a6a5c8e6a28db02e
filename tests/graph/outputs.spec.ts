import assert from "node:assert/strict";
import { call } from "../../graph/calls";
import { makeOutputs } from "../../graph/outputs";
import type { Registered } from "../../graph/outputs/types";
import { effectiveRegion } from "../../graph/region";

const region = "ca-central-1";
const account = "123456789012";
const register = (type: string, inputs: Record<string, any> = {}, rest: Partial<Registered> = {}) =>
  makeOutputs({ urn: `urn:pulumi:ca::p::${type}::thing`, type, name: "thing", inputs, region, others: [], ...rest });

describe("graph outputs", () => {
  const formats: [type: string, inputs: Record<string, any>, expected: Record<string, RegExp>][] = [
    [
      "aws:lambda/function:Function",
      {},
      {
        id: /^thing-[0-9a-f]{7}$/,
        arn: /^arn:aws:lambda:ca-central-1:123456789012:function:thing-/,
        invokeArn: /functions\/arn:aws:lambda:.*\/invocations$/,
      },
    ],
    [
      "aws:lb/loadBalancer:LoadBalancer",
      { internal: true },
      {
        id: /^arn:aws:elasticloadbalancing:.*:loadbalancer\/app\/thing-.*\/[0-9a-f]{16}$/,
        dnsName: /^internal-thing-.*\.ca-central-1\.elb\.amazonaws\.com$/,
        zoneId: /^ZQSVJUPU6J1EY$/,
      },
    ],
    [
      "aws:apigateway/restApi:RestApi",
      {},
      {
        id: /^[a-z0-9]{10}$/,
        executionArn: /^arn:aws:execute-api:ca-central-1:123456789012:[a-z0-9]{10}$/,
        rootResourceId: /^[a-z0-9]{10}$/,
      },
    ],
    [
      "aws:apigateway/domainName:DomainName",
      { domainName: "a.example.com" },
      {
        id: /^a\.example\.com$/,
        regionalDomainName: /^d-[a-z0-9]{10}\.execute-api\.ca-central-1\.amazonaws\.com$/,
        regionalZoneId: /^Z19DQILCV0OWEC$/,
      },
    ],
    [
      "aws:cognito/userPool:UserPool",
      {},
      { id: /^ca-central-1_[A-Za-z0-9]{9}$/, endpoint: /^cognito-idp\.ca-central-1\.amazonaws\.com\/ca-central-1_/ },
    ],
    ["aws:cognito/userPoolClient:UserPoolClient", {}, { id: /^[a-z0-9]{26}$/ }],
    ["aws:kms/key:Key", { multiRegion: true }, { id: /^mrk-[0-9a-f]{32}$/ }],
    [
      "aws:kms/replicaKey:ReplicaKey",
      { primaryKeyArn: `arn:aws:kms:us-east-1:${account}:key/mrk-1` },
      { id: /^mrk-1$/, arn: /^arn:aws:kms:ca-central-1:/ },
    ],
    ["aws:iam/role:Role", {}, { arn: /^arn:aws:iam::123456789012:role\/thing-/ }],
    ["aws:route53/zone:Zone", { name: "example.com" }, { zoneId: /^Z[A-Z0-9]{20}$/ }],
    [
      "aws:globalaccelerator/accelerator:Accelerator",
      {},
      { dnsName: /^a[0-9a-f]{16}\.awsglobalaccelerator\.com$/, hostedZoneId: /^Z2BJ6XQ5FK7U4H$/ },
    ],
    ["aws:new/thing:Thing", {}, { arn: /^arn:aws:new:ca-central-1:123456789012:thing\/thing-/ }],
  ];
  for (const [type, inputs, expected] of formats) {
    it(`are shaped as AWS documents them: ${type}`, () => {
      const outputs = register(type, inputs);
      for (const [key, pattern] of Object.entries(expected)) {
        assert.match(String(outputs[key]), pattern, key);
      }
    });
  }

  it("are the same for the same URN and differ for another", () => {
    const type = "aws:cognito/userPool:UserPool";
    assert.deepEqual(register(type), register(type));
    assert.notEqual(register(type).id, register(type, {}, { urn: "urn:other" }).id);
  });

  it("give a certificate the same validation record in each Region", () => {
    const record = (where: string) =>
      register("aws:acm/certificate:Certificate", { domainName: "*.example.com" }, { region: where, urn: where })
        .domainValidationOptions[0];
    assert.deepEqual(record("ca-central-1"), record("us-east-1"));
    assert.match(record(region).resourceRecordName, /^_[0-9a-f]{32}\.example\.com\.$/);
  });

  it("give every replica of a table its own ARN", () => {
    const { replicas } = register("aws:dynamodb/table:Table", { name: "t", replicas: [{ regionName: "us-east-1" }] });
    assert.deepEqual(replicas, [{ regionName: "us-east-1", arn: `arn:aws:dynamodb:us-east-1:${account}:table/t` }]);
  });

  it("give a VPC the subnets that it declares, in its availability zones", () => {
    const vpc = register("awsx:ec2:Vpc", {
      availabilityZoneNames: ["ca-central-1a", "ca-central-1d"],
      subnetSpecs: [{ type: "Isolated" }, { type: "Public" }],
    });
    assert.equal(vpc.isolatedSubnetIds.length, 2);
    assert.equal(vpc.privateSubnetIds.length, 0);
    assert.equal(new Set(vpc.subnets.map((subnet: any) => subnet.id)).size, 4);
  });
});

describe("graph regions", () => {
  it("are a resource's own before its provider's, none for global services", () => {
    assert.equal(effectiveRegion("aws:acm/certificate:Certificate", { region: "us-east-1" }, region), "us-east-1");
    assert.equal(effectiveRegion("aws:acm/certificate:Certificate", {}, region), region);
    assert.equal(effectiveRegion("aws:route53/record:Record", {}, region), undefined);
    // By type, not by service: Route 53's resolvers are in a Region, and classic WAF's rules are in none.
    assert.equal(effectiveRegion("aws:route53/resolverEndpoint:ResolverEndpoint", {}, region), region);
    assert.equal(effectiveRegion("aws:waf/rule:Rule", {}, region), undefined);
    assert.equal(effectiveRegion("home-region:infra:Api", {}, region), undefined);
  });
});

describe("graph calls", () => {
  const zones = (where: string, inputs = {}) =>
    (call("aws:index/getAvailabilityZones:getAvailabilityZones", inputs, where) as any).zoneIds;

  it("answer availability zones as AWS numbers them, without the excluded ones", () => {
    assert.deepEqual(zones("ca-central-1"), ["cac1-az1", "cac1-az2", "cac1-az4"]);
    assert.deepEqual(zones("ca-west-1"), ["caw1-az1", "caw1-az2", "caw1-az3"]);
    assert.equal(zones("us-east-1").length, 6);
    assert.deepEqual(zones("eu-central-1", { excludeZoneIds: ["euc1-az1"] }), ["euc1-az2", "euc1-az3"]);
    assert.deepEqual(zones("ap-southeast-2"), ["apse2-az1", "apse2-az2", "apse2-az3"]);
  });

  it("answer the availability zones that are asked for, and refuse a question that they do not know", () => {
    const ask = (name: string, ...values: string[]) => zones("us-west-2", { filters: [{ name, values }] });
    assert.deepEqual(ask("zone-id", "usw2-az4", "usw2-az1", "usw2-az9"), ["usw2-az1", "usw2-az4"]);
    assert.deepEqual(ask("zone-name", "us-west-2b"), ["usw2-az2"]);
    assert.deepEqual(ask("zone-type", "local-zone"), []);
    const inputs = { filters: [{ name: "state", values: ["available"] }] };
    assert.match(
      String(call("aws:index/getAvailabilityZones:getAvailabilityZones", inputs, "us-west-2")),
      /filter "state" of availability zones is not known; add it to graph\/outputs\/account\.ts/,
    );
  });

  it("answer a policy document as IAM writes it", () => {
    const statements = [
      {
        actions: ["s3:GetObject"],
        resources: ["*"],
        principals: [{ type: "Service", identifiers: ["a", "b"] }],
        conditions: [{ test: "StringEquals", variable: "aws:x", values: ["1"] }],
      },
    ];
    const { json } = call("aws:iam/getPolicyDocument:getPolicyDocument", { statements }, region) as any;
    assert.deepEqual(JSON.parse(json), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: "*",
          Principal: { Service: ["a", "b"] },
          Condition: { StringEquals: { "aws:x": "1" } },
        },
      ],
    });
  });

  it("refuse a question that nobody answers, and a Region that is not configured", () => {
    assert.match(String(call("aws:ec2/getAmi:getAmi", {}, region)), /it has no outputs here/);
    assert.match(String(call("aws:index/getAvailabilityZones:getAvailabilityZones", {}, undefined)), /set aws:region/);
  });
});
