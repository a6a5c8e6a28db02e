/** Resources as a large stack has them: a few types often, many seldom. The same at every run. */
import type { Resource } from "../../policies/shared/resource";

const tags = { "data-class": "personal", jurisdiction: "CA" };
const arn = (service: string, name: string) => `arn:aws:${service}:ca-central-1:123456789012:${name}`;
const statement = { Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: arn("dynamodb", "table/orders") };

const kinds: readonly (readonly [type: string, props: (name: string) => Record<string, unknown>])[] = [
  [
    "aws:dynamodb/table:Table",
    (name) => ({
      name,
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: arn("kms", "key/1") },
      deletionProtectionEnabled: true,
      tags,
    }),
  ],
  ["aws:s3/bucket:Bucket", (name) => ({ bucket: name, tags })],
  ["aws:sqs/queue:Queue", (name) => ({ name, kmsMasterKeyId: arn("kms", "key/1"), tags })],
  [
    "aws:lambda/function:Function",
    (name) => ({
      name,
      runtime: "nodejs24.x",
      handler: "index.handler",
      environment: { variables: { TABLE: "orders", QUEUE: "https://sqs.ca-central-1.amazonaws.com/1/q" } },
      kmsKeyArn: arn("kms", "key/1"),
      tags,
    }),
  ],
  [
    "aws:iam/role:Role",
    (name) => ({
      name,
      assumeRolePolicy: JSON.stringify({
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
      tags,
    }),
  ],
  [
    "aws:iam/rolePolicy:RolePolicy",
    (name) => ({ name, role: "r", policy: JSON.stringify({ Statement: [statement, statement] }) }),
  ],
  [
    "aws:ec2/instance:Instance",
    () => ({ ami: "ami-1", instanceType: "t4g.small", metadataOptions: { httpTokens: "required" }, tags }),
  ],
  ["aws:ec2/subnet:Subnet", () => ({ vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", tags })],
  ["aws:cloudwatch/logGroup:LogGroup", (name) => ({ name, retentionInDays: 30, kmsKeyId: arn("kms", "key/1"), tags })],
  [
    "aws:route53/record:Record",
    (name) => ({
      name: `${name}.ca.api.example.com`,
      type: "A",
      zoneId: "Z1",
      aliases: [{ name: "x.execute-api.ca-central-1.amazonaws.com", zoneId: "Z2" }],
    }),
  ],
  [
    "aws:sns/topicSubscription:TopicSubscription",
    () => ({ topic: arn("sns", "t"), protocol: "sqs", endpoint: arn("sqs", "q") }),
  ],
  ["aws:cloudwatch/eventTarget:EventTarget", () => ({ rule: "r", arn: arn("lambda", "function:f") })],
];

/** What machines and functions are told, in the way that `encode` puts it. */
const told = (name: string, encode: (text: string) => string) => {
  const settings = { table: arn("dynamodb", `table/${name}`), region: "ca-central-1", level: "info", retries: 3 };
  return encode(JSON.stringify({ name, settings: JSON.stringify(settings), script: `#!/bin/sh\n/opt/${name}/run\n` }));
};
const telling = (encode: (text: string) => string): typeof kinds => [
  ["aws:ec2/instance:Instance", (name) => ({ ami: "ami-1", userData: told(name, encode), tags })],
  ["aws:lambda/function:Function", (name) => ({ name, environment: { variables: { X: told(name, encode) } }, tags })],
  ["aws:ssm/parameter:Parameter", (name) => ({ name, type: "String", value: told(name, encode), tags })],
];

/** Resources of which each has a text, in plain or as base64 in JSON in JSON. */
export const tellingResources = (count: number, isEncoded: boolean): Resource[] =>
  manyResources(
    count,
    telling((text) =>
      isEncoded ? JSON.stringify({ config: JSON.stringify({ data: Buffer.from(text).toString("base64") }) }) : text,
    ),
  );

export function manyResources(count: number, of = kinds): Resource[] {
  return Array.from({ length: count }, (_, index) => {
    const [type, props] = of[index % of.length]!;
    const name = `resource-${index}`;
    return {
      type,
      name,
      urn: `urn:pulumi:ca::bench::${type}::${name}`,
      stack: "ca",
      props: props(name),
      provider: { type: "pulumi:providers:aws", name: "default", props: { region: "ca-central-1" } },
    };
  });
}
