import assert from "node:assert/strict";
import { foundation, kindLine, kindOf, serviceKey, servicesOf, shortLines, sizeOf } from "../../../ops/graph/services";
import { resource, stacks } from "./stacks";

const of = (type: string) => resource("ca", type, "x");

describe("services of a stack", () => {
  it("come in the order in which a request meets them, unknown ones last by name", () => {
    const resources = stacks()[1]?.resources.filter(({ type }) => !type.startsWith("home-region")) ?? [];
    assert.deepEqual(
      servicesOf(resources).map(({ key, title, kinds }) => [key, title, [...kinds.keys()].join()]),
      [
        ["route53", "Route 53", "record"],
        ["globalaccelerator", "Global Accelerator", "endpoint group"],
        ["lb", "Load Balancing", "load balancer"],
        ["apigateway", "API Gateway", "method,integration,deployment,resource,REST API,authorizer,stage"],
        ["lambda", "Lambda", "function"],
        ["ec2", "VPC", "VPC"],
        ["iam", "IAM", "role policy,role"],
        ["cloudwatch", "CloudWatch", "metric alarm"],
        ["mystery", "mystery", "thing"],
        ["zzz", "zzz", "thing"],
      ],
    );
  });

  it("are called as people call them", () => {
    const modules = {
      route53: "Route 53",
      cloudfront: "CloudFront",
      globalaccelerator: "Global Accelerator",
      wafv2: "WAF",
      lb: "Load Balancing",
      apigateway: "API Gateway",
      apigatewayv2: "API Gateway v2",
      cognito: "Cognito",
      lambda: "Lambda",
      dynamodb: "DynamoDB",
      s3: "S3",
      rds: "RDS",
      elasticache: "ElastiCache",
      ec2: "VPC",
      ssm: "Systems Manager",
      secretsmanager: "Secrets Manager",
      kms: "KMS",
      acm: "Certificate Manager",
      iam: "IAM",
      cloudwatch: "CloudWatch",
      sns: "SNS",
      sqs: "sqs",
    };
    const named = servicesOf(Object.keys(modules).map((module) => of(`aws:${module}/x:X`)));
    assert.deepEqual(
      named.map(({ key, title }) => [key, title]),
      Object.entries(modules),
    );
  });

  it("are counted only, in a short picture, where the others stand on them", () => {
    const counted = ["acm", "cloudwatch", "ec2", "iam", "kms", "secretsmanager", "sns", "ssm"];
    assert.deepEqual([...foundation].sort(), counted);
  });

  it("are the module of a type, or that which it is a part of", () => {
    const types = ["aws:lb/targetGroup:TargetGroup", "aws:vpc/x:X", "awsx:ec2:Vpc", "aws:s3control/x:X", "pulumi:x:Y"];
    assert.deepEqual(
      types.map((type) => serviceKey(of(type))),
      ["lb", "ec2", "ec2", "s3", "other"],
    );
    assert.equal(serviceKey(of("xaws:lb/x:X")), "other");
  });

  it("have kinds in plain words", () => {
    const types = [
      ["aws:lb/targetGroup:TargetGroup", "target group"],
      ["aws:apigateway/restApi:RestApi", "REST API"],
      ["aws:ec2/vpcEndpoint:VpcEndpoint", "VPC endpoint"],
      ["aws:ec2/defaultVpcDhcpOptions:DefaultVpcDhcpOptions", "default vpc dhcp options"],
      ["aws:apigatewayv2/x:Ipv4Api", "ipv4 api"],
      ["aws:x/y:MyRestApiPolicy", "my rest api policy"],
      ["aws:x/y:RestApiPolicy", "rest api policy"],
      ["aws:x/y:MyRestApi", "my rest api"],
      ["Plain", "plain"],
    ];
    assert.deepEqual(
      types.map(([type = ""]) => kindOf(of(type))),
      types.map(([, kind]) => kind),
    );
  });

  it("name one alone and count several", () => {
    assert.equal(kindLine("role", ["reader"]), "role reader");
    assert.equal(kindLine("role", ["role"]), "role");
    assert.equal(kindLine("policy", ["a", "b"]), "2 policies");
    assert.equal(kindLine("key", ["a", "b"]), "2 keys");
    assert.equal(kindLine("policy thing", ["a", "b"]), "2 policy things");
    assert.equal(kindLine("dhcp options", ["a", "b"]), "2 dhcp options");
    assert.equal(kindLine("role", []), "0 roles");
  });

  it("are told in short by their most telling kinds, and what is left is counted", () => {
    const gateway = servicesOf(stacks()[1]?.resources ?? []).find(({ key }) => key === "apigateway");
    assert.ok(gateway);
    assert.deepEqual(shortLines(gateway, 4), [
      "REST API api",
      "authorizer",
      "stage a-stage-whose-name-is-far-too-long-for-a-box <&>",
      "and 4 more kinds",
    ]);
    assert.equal(shortLines(gateway, 7).length, 7);
    assert.doesNotMatch(shortLines(gateway, 7).join(), /more/);
    assert.equal(shortLines(gateway, 6).at(-1), "and 2 more kinds");
    assert.equal(sizeOf(gateway), 7);
    const roles = servicesOf(stacks()[1]?.resources ?? []).find(({ key }) => key === "iam");
    assert.equal(roles && sizeOf(roles), 3);
  });
});
