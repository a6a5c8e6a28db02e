import assert from "node:assert/strict";
import { type ProblemCode, problems } from "../../../model/problem";
import { jurisdictionOf, regionStacks } from "../../../model/topology";
import { type DeclaredStack, stackResources } from "../../support/stacks";

const counted = (stack: DeclaredStack) => {
  const counts: Record<string, number> = {};
  for (const { type } of stack.resources) {
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
};

interface Check {
  id: string;
  settings: Record<string, unknown>;
}

describe("a region stack", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  let caWest: DeclaredStack;
  before(async () => {
    ca = await stackResources("ca");
    caWest = await stackResources("ca-west");
  });

  it("declares exactly this", () => {
    assert.deepEqual(counted(ca), {
      "aws:acm/certificate:Certificate": 3,
      "aws:acm/certificateValidation:CertificateValidation": 3,
      "aws:apigateway/account:Account": 1,
      "aws:apigateway/authorizer:Authorizer": 1,
      "aws:apigateway/basePathMapping:BasePathMapping": 2,
      "aws:apigateway/deployment:Deployment": 1,
      "aws:apigateway/domainName:DomainName": 2,
      "aws:apigateway/integration:Integration": 12,
      "aws:apigateway/method:Method": 12,
      "aws:apigateway/methodSettings:MethodSettings": 9,
      "aws:apigateway/resource:Resource": 6,
      "aws:apigateway/response:Response": 7,
      "aws:apigateway/restApi:RestApi": 1,
      "aws:apigateway/stage:Stage": 1,
      "aws:cloudwatch/logGroup:LogGroup": 11,
      "aws:cloudwatch/metricAlarm:MetricAlarm": 35,
      "aws:cognito/userPool:UserPool": 1,
      "aws:cognito/userPoolClient:UserPoolClient": 1,
      "aws:dynamodb/table:Table": 4,
      "aws:dynamodb/tableItem:TableItem": 1,
      "aws:ec2/securityGroup:SecurityGroup": 1,
      "aws:globalaccelerator/endpointGroup:EndpointGroup": 1,
      "aws:iam/role:Role": 10,
      "aws:iam/rolePolicy:RolePolicy": 9,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
      "aws:kms/key:Key": 1,
      "aws:lambda/function:Function": 8,
      "aws:lambda/permission:Permission": 7,
      "aws:lb/listener:Listener": 1,
      "aws:lb/listenerRule:ListenerRule": 2,
      "aws:lb/loadBalancer:LoadBalancer": 1,
      "aws:lb/targetGroup:TargetGroup": 2,
      "aws:lb/targetGroupAttachment:TargetGroupAttachment": 2,
      "aws:route53/healthCheck:HealthCheck": 3,
      "aws:route53/record:Record": 5,
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketPolicy:BucketPolicy": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
      "aws:scheduler/schedule:Schedule": 1,
      "aws:sns/topic:Topic": 1,
      "aws:sns/topicPolicy:TopicPolicy": 1,
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 1,
      "aws:wafv2/ipSet:IpSet": 1,
      "aws:wafv2/webAcl:WebAcl": 1,
      "aws:wafv2/webAclAssociation:WebAclAssociation": 3,
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": 1,
      "aws:xray/samplingRule:SamplingRule": 3,
      "awsx:ec2:Vpc": 1,
    });
  });

  it("is as complete as a standby: only the tables become replicas, and it has no alarm on taking over", () => {
    const { "aws:dynamodb/tableReplica:TableReplica": replicas, ...standby } = counted(caWest);
    const { "aws:dynamodb/table:Table": tables, ...primary } = counted(ca);
    assert.deepEqual([replicas, tables], [4, 4]);
    const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    assert.deepEqual(standby, { ...primary, [alarm]: primary[alarm]! + 1 });
  });

  it("keeps every resource inside its Region, but the alarm on Route 53's metric", async () => {
    for (const [name, { region }] of Object.entries(regionStacks)) {
      const stack = await stackResources(name);
      const failover = stack.get("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-failover");
      const own = stack.resources.filter((resource) => resource !== failover);
      const elsewhere = own.filter((resource) => resource.region !== undefined && resource.region !== region);
      assert.deepEqual(
        elsewhere.map((resource) => resource.urn),
        [],
        name,
      );
      // What may read the registry may read another Region's replica of it: access.spec.ts has which.
      const judged = own.filter(({ type }) => type !== "aws:iam/rolePolicy:RolePolicy");
      const text = JSON.stringify(judged.map(({ inputs }) => inputs));
      const foreign = Object.values(regionStacks).filter((other) => other.jurisdiction !== jurisdictionOf(region));
      for (const other of foreign) {
        // The functions' code holds the whole topology; nothing that is declared may name a foreign Region.
        assert.equal(withoutCode(text).includes(other.region), false, `${name} names ${other.region}`);
      }
    }
  });

  it("keeps profiles in the jurisdiction, under a key of the Region, replicated by the standby's own stack", () => {
    const key = ca.ofType("aws:kms/key:Key")[0]!;
    const { inputs } = ca.get("aws:dynamodb/table:Table", "data-profiles");
    // Without `replicas`: named here, they would fight with the standby's own resource.
    assert.deepEqual(inputs, {
      name: "home-region-ca-profiles",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.outputs.arn },
      deletionProtectionEnabled: true,
      tags: { "data-class": "personal", jurisdiction: "CA" },
    });
    const replica = caWest.get("aws:dynamodb/tableReplica:TableReplica", "data-profiles");
    assert.equal(replica.region, "ca-west-1");
    assert.deepEqual(replica.inputs, {
      globalTableArn: "arn:aws:dynamodb:ca-central-1:123456789012:table/home-region-ca-profiles",
      kmsKeyArn: caWest.ofType("aws:kms/key:Key")[0]!.outputs.arn,
      pointInTimeRecovery: true,
      deletionProtectionEnabled: true,
      tags: { "data-class": "personal", jurisdiction: "CA" },
    });
  });

  it("keeps answers to idempotency keys like profiles, until they expire", () => {
    const { ttl, tags, ...rest } = ca.get("aws:dynamodb/table:Table", "data-idempotency").inputs;
    assert.deepEqual(ttl, { attributeName: "expiresAt", enabled: true });
    assert.deepEqual(tags, { "data-class": "personal", jurisdiction: "CA" });
    assert.equal(rest.serverSideEncryption.kmsKeyArn, ca.ofType("aws:kms/key:Key")[0]!.outputs.arn);
    const replica = caWest.get("aws:dynamodb/tableReplica:TableReplica", "data-idempotency");
    assert.equal(replica.region, "ca-west-1");
    assert.equal(
      replica.inputs.globalTableArn,
      "arn:aws:dynamodb:ca-central-1:123456789012:table/home-region-ca-idempotency",
    );
    assert.deepEqual(replica.inputs.tags, tags);
  });

  it("fails ca.api over between its own Regions by health checks every 10 s", () => {
    const failover = (stack: DeclaredStack) => stack.get("aws:route53/record:Record", "dns-jurisdiction").inputs;
    const [primary, secondary] = [failover(ca), failover(caWest)];
    assert.equal(primary.name, "ca.api.example.com");
    assert.equal(secondary.name, primary.name);
    assert.deepEqual(primary.failoverRoutingPolicies, [{ type: "PRIMARY" }]);
    assert.deepEqual(secondary.failoverRoutingPolicies, [{ type: "SECONDARY" }]);
    for (const [stack, record] of [
      [ca, primary],
      [caWest, secondary],
    ] as const) {
      const [own, sibling, both] = ["dns", "dns-sibling", "dns-both"].map((name) => {
        const { id, inputs } = stack.get("aws:route53/healthCheck:HealthCheck", name);
        const { tags: _, ...settings } = inputs;
        return { id, settings };
      }) as [Check, Check, Check];
      assert.equal(record.healthCheckId, both.id);
      assert.deepEqual(both.settings, {
        type: "CALCULATED",
        childHealthchecks: [own.id, sibling.id],
        childHealthThreshold: 2,
      });
      const other = record === primary ? secondary : primary;
      assert.deepEqual(sibling.settings, {
        type: "HTTPS_STR_MATCH",
        fqdn: `${other.setIdentifier}.ca.api.example.com`,
        port: 443,
        resourcePath: "/siblings",
        searchString: `leave ${record.setIdentifier}`,
        invertHealthcheck: true,
        enableSni: true,
        requestInterval: 10,
        failureThreshold: 2,
      });
      assert.deepEqual(own.settings, {
        type: "HTTPS",
        fqdn: `${record.setIdentifier}.ca.api.example.com`,
        port: 443,
        resourcePath: "/healthz",
        enableSni: true,
        requestInterval: 10,
        failureThreshold: 3,
      });
      const target = stack.get("aws:apigateway/domainName:DomainName", "api-jurisdiction");
      assert.deepEqual(record.aliases, [
        { name: target.outputs.regionalDomainName, zoneId: target.outputs.regionalZoneId, evaluateTargetHealth: true },
      ]);
      assert.equal(record.ttl, undefined, "an alias answers with 60 s");
    }
  });

  it("asks for a token of its own jurisdiction on every route but health and preflights", () => {
    const authorizer = ca.get("aws:apigateway/authorizer:Authorizer", "api");
    const open = ca
      .ofType("aws:apigateway/method:Method")
      .filter(({ inputs }) => inputs.authorization !== "CUSTOM" || inputs.authorizerId !== authorizer.id);
    assert.deepEqual(open.map(({ name }) => name).sort(), [
      "api-healthz-get",
      "api-healthz-head",
      "api-livez-get",
      "api-livez-head",
      "api-siblings-get",
      "api-siblings-head",
      "api-v1-measurements-options",
      "api-v1-profile-options",
    ]);
    assert.equal(authorizer.inputs.type, "TOKEN");
    const api = ca.get("aws:apigateway/restApi:RestApi", "api").inputs;
    assert.equal(api.disableExecuteApiEndpoint, true);
    assert.deepEqual(api.endpointConfiguration, { types: "REGIONAL" });
  });

  it("speaks TLS 1.2 or later everywhere", () => {
    assert.equal(ca.ofType("aws:lb/listener:Listener")[0]!.inputs.sslPolicy, "ELBSecurityPolicy-TLS13-1-2-Res-2021-06");
    for (const { inputs } of ca.ofType("aws:apigateway/domainName:DomainName")) {
      assert.equal(inputs.securityPolicy, "TLS_1_2");
    }
  });

  it("has API Gateway refuse in the functions' words, readable and measurable for the app's page", () => {
    const responses = ca.ofType("aws:apigateway/response:Response").map(({ inputs }) => inputs);
    for (const { responseType, statusCode, responseTemplates, responseParameters } of responses) {
      const { requestId, detail, ...body } = JSON.parse(responseTemplates["application/json"]);
      assert.equal(requestId, "$context.requestId");
      const [status, title] = problems[body.code as ProblemCode];
      const known = { type: `urn:home-region:problem:${body.code}`, title, code: body.code };
      assert.deepEqual(body, statusCode ? { ...known, status } : known, responseType);
      assert.equal(statusCode, responseType.startsWith("DEFAULT_") ? undefined : String(status));
      assert.deepEqual(responseParameters, {
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
        "gatewayresponse.header.Cache-Control": "'no-store'",
        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
        "gatewayresponse.header.Timing-Allow-Origin": "'https://app.example.com'",
      });
    }
  });

  it("puts the lookup's endpoint into the accelerator, in zones that it supports, with short connections", () => {
    const group = ca.get("aws:globalaccelerator/endpointGroup:EndpointGroup", "lookup").inputs;
    const balancer = ca.get("aws:lb/loadBalancer:LoadBalancer", "lookup");
    assert.equal(group.endpointGroupRegion, "ca-central-1");
    assert.deepEqual(group.endpointConfigurations, [
      { endpointId: balancer.outputs.arn, weight: 128, clientIpPreservationEnabled: true },
    ]);
    assert.equal(balancer.inputs.internal, true);
    assert.equal(balancer.inputs.clientKeepAlive, 60);
    const vpc = ca.get("awsx:ec2:Vpc", "network").inputs;
    assert.deepEqual(vpc.availabilityZoneNames, ["ca-central-1a", "ca-central-1b"]);
  });

  it("publishes its identity as its own row of the registry, through its own replica", () => {
    const row = ca.get("aws:dynamodb/tableItem:TableItem", "identity");
    const pool = ca.get("aws:cognito/userPool:UserPool", "identity");
    const client = ca.get("aws:cognito/userPoolClient:UserPoolClient", "identity");
    assert.equal(row.region, "ca-central-1");
    assert.deepEqual(JSON.parse(row.inputs.item), {
      pk: { S: "region#ca-central-1" },
      region: { S: "ca-central-1" },
      jurisdiction: { S: "CA" },
      issuer: { S: `https://cognito-idp.ca-central-1.amazonaws.com/${pool.id}` },
      userPoolId: { S: pool.id },
      clientId: { S: client.id },
    });
    assert.equal(caWest.get("aws:dynamodb/tableItem:TableItem", "identity").region, "ca-west-1");
  });

  it("lets no user choose the organization", () => {
    const pool = ca.get("aws:cognito/userPool:UserPool", "identity").inputs;
    assert.equal(pool.adminCreateUserConfig.allowAdminCreateUserOnly, true);
    assert.equal(pool.schemas[0].name, "organization");
    assert.equal(pool.schemas[0].mutable, false);
    const client = ca.get("aws:cognito/userPoolClient:UserPoolClient", "identity").inputs;
    assert.deepEqual(client.writeAttributes, ["email"]);
    assert.equal(client.explicitAuthFlows.includes("ALLOW_USER_PASSWORD_AUTH"), false);
  });
});

function withoutCode(inputs: string): string {
  return inputs.replace(/"code":\{"index\.js":"(?:[^"\\]|\\.)*"\}/g, "");
}
