/** Cases of the residency rules about where things are, whose they are, and keys. */
import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { account, bucket, make, operational, personal, routing } from "../support/scene";

/** Cases of the residency rules that are not about a destination alone. */
const table = "aws:dynamodb/table:Table";
const key = "aws:kms/key:Key";
const replicaKey = "aws:kms/replicaKey:ReplicaKey";
const deny = (...regions: string[]) =>
  JSON.stringify({
    Statement: [
      { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "kms:ReplicateKey",
        Resource: "*",
        Condition: { StringNotEquals: { "kms:ReplicaRegion": regions } },
      },
    ],
  });
/** What the denial has in place of what `deny` gives it. */
const denyWith = (more: object) =>
  make(key, { multiRegion: true, policy: { Statement: [{ ...JSON.parse(deny("ca-west-1")).Statement[1], ...more }] } });
const replicaRegion = { "kms:ReplicaRegion": "ca-west-1" };
const reference = (name: unknown, stack = "ca") =>
  make("pulumi:pulumi:StackReference", { name }, { stack, provider: false });

export const basicCases: CasesOf = {
  "residency-declare-topology": {
    compliant: [[make(bucket)], [make(bucket, {}, { stack: "global", tags: routing })]],
    violating: [
      [make(bucket, {}, { stack: "staging" })],
      {
        scene: [make(bucket)],
        options: { settings: { topology: { stacks: { ca: { region: "Canada", jurisdiction: "CA" } } } } },
      },
    ],
    absent: {
      found: [{ scene: [make(bucket)], options: { settings: { topology: { stacks: { ca: {} } } } } }],
      passed: [{ scene: [make(bucket)], options: { settings: {} } }],
    },
    unknown: {
      found: [{ scene: [make(bucket)], options: { settings: { topology: { types: { "x:y:Z": unknown } } } } }],
    },
  },
  "residency-keep-region": {
    compliant: [
      [make(table)],
      [make(table, { region: "ca-west-1" })],
      [make(table, {}, { region: "ca-west-1" })],
      [make(table, { region: "ca-central-1" }, { region: "us-east-1" })],
      [make(table, {}, { region: "us-east-1", tags: routing })],
      [make("aws:ec2/subnet:Subnet", { region: "us-east-1" })],
      // A component holds nothing: its children are judged.
      [make("home-region:infra:Vault", { region: "us-east-1" }, { provider: false })],
      [make("aws:globalaccelerator/accelerator:Accelerator", {}, { stack: "global", tags: personal() })],
      [make(table, { region: "us-east-1" }, { stack: "global", tags: personal("US") })],
      [
        make("aws:dynamodb/tableItem:TableItem", { tableName: "registry" }, { region: "us-east-1" }),
        make(table, { name: "registry" }, { name: "registry", tags: routing }),
      ],
    ],
    violating: [
      [make(table, { region: "us-east-1" })],
      [make(table, {}, { region: "us-east-1" })],
      [make(table, { region: "eu-north-1" })],
      [make(table, {}, { stack: "global", tags: personal("US"), region: "ca-central-1" })],
      [make("aws:cur/reportDefinition:ReportDefinition", {}, { tags: personal() })],
      [
        make("aws:dynamodb/tableItem:TableItem", { tableName: "orders" }, { region: "us-east-1" }),
        make(table, { name: "orders" }, { name: "orders" }),
      ],
    ],
    absent: {
      found: [
        [
          {
            ...make(table, {}, { stack: "elsewhere", tags: personal() }),
            provider: { type: "pulumi:providers:aws", name: "x", props: {} },
          },
        ],
        [make(table, {}, { region: "us-east-1", tags: false })],
      ],
      passed: [[{ ...make(table), provider: { type: "pulumi:providers:aws", name: "x", props: {} } }]],
    },
    unknown: {
      found: [
        [make(table, { region: unknown })],
        [make(table, {}, { region: unknown })],
        [make(table, { region: "us-east-1" }, { tags: unknown })],
      ],
      deferred: [
        {
          scene: [make("aws:dynamodb/tableItem:TableItem", { tableName: unknown }, { region: "us-east-1" })],
          options: { scope: "partial" },
        },
      ],
    },
  },
  "residency-declare-data-class": {
    compliant: [
      [make(table)],
      [make(table, {}, { tags: routing })],
      [make(table, {}, { tags: operational("US") })],
      [make("aws:apigateway/method:Method")],
      // Holds no data, though it can be tagged.
      [make("aws:iam/role:Role", {}, { tags: false })],
      [
        {
          ...make(table, {}, { tags: false }),
          provider: {
            type: "pulumi:providers:aws",
            name: "x",
            props: { defaultTags: JSON.stringify({ tags: personal() }) },
          },
        },
      ],
      [make(table, { tagsAll: personal() }, { tags: false })],
    ],
    violating: [
      [make(table, {}, { tags: { "data-class": "secret", jurisdiction: "CA" } })],
      [make("aws:cognito/userPool:UserPool", {}, { tags: operational() })],
      [
        make("aws:dynamodb/tableReplica:TableReplica", { globalTableArn: "orders" }, { tags: operational() }),
        make(table, {}, { name: "orders", outputs: { arn: "orders" } }),
      ],
      [make(table, {}, { tags: personal("US") })],
      [make(table, {}, { tags: { "data-class": "personal", jurisdiction: "any" } })],
      [make(table, {}, { tags: { "data-class": "routing", jurisdiction: "Mars" } })],
      [make(table, {}, { stack: "global", tags: { "data-class": "personal", jurisdiction: "any" } })],
    ],
    absent: {
      found: [
        [make(table, {}, { tags: false })],
        [make(table, {}, { tags: { jurisdiction: "CA" } })],
        [make(table, {}, { tags: { "data-class": "personal" } })],
      ],
    },
    unknown: {
      found: [
        [make(table, {}, { tags: unknown })],
        [make(table, {}, { tags: { "data-class": unknown, jurisdiction: "CA" } })],
        [make(table, {}, { tags: { "data-class": "personal", jurisdiction: unknown } })],
      ],
    },
  },
  "residency-classify-types": {
    compliant: [
      ...["random:index/randomId:RandomId", "tls:index/privateKey:PrivateKey", "command:local:Command"].map((type) => [
        make(type, {}, { provider: type.split(":")[0]! }),
      ]),
      [make(table)],
      [make("aws:iam/role:Role")],
      [make("pulumi:providers:aws", {}, { provider: false })],
      [make("home-region:infra:Key", {}, { provider: false })],
      {
        scene: [make("random:index/randomId:RandomId", {}, { provider: "random" })],
        options: { topology: topologyOf({ types: { "random:index/randomId:RandomId": "neither" } }) },
      },
    ],
    violating: [
      [make("aws:newservice/thing:Thing")],
      [make("datadog:index/monitor:Monitor", {}, { provider: "datadog" })],
      {
        scene: [make("random:index/randomId:RandomId", {}, { provider: "random" })],
        options: { topology: topologyOf({ types: { "random:index/randomId:RandomId": "unclassified" } }) },
      },
      [make("gcp:storage/bucket:Bucket", {}, { provider: "gcp" })],
    ],
    absent: { found: [[make("", {})]] },
    unknown: { found: [[make(unknown)]] },
  },
  "residency-confine-stack-references": {
    compliant: [[reference("global")], [reference("organization/home-region/ca-west")], [reference("global", "us")]],
    violating: [
      [reference("us")],
      [reference("acme/home-region/us-west")],
      [reference("ca", "global")],
      [reference("other/project/prod")],
    ],
    absent: { found: [[reference(undefined)]] },
    unknown: { found: [[reference(unknown)]] },
  },
  "residency-confine-kms-keys": {
    compliant: [
      ...["*", "kms:*", "KMS:replicatekey", ["kms:Decrypt", "kms:ReplicateKey"]].map((Action) => [
        denyWith({ Action }),
      ]),
      [denyWith({ Principal: { AWS: ["*"] } })],
      [denyWith({ Condition: undefined })],
      [denyWith({ Condition: { StringNotEqualsIfExists: replicaRegion } })],
      [make(key, { multiRegion: true, policy: { Statement: [null, JSON.parse(deny("ca-west-1")).Statement[1]] } })],
      [make(key, { multiRegion: false })],
      [make(key, { multiRegion: true, policy: deny("ca-central-1", "ca-west-1") })],
      [make(key, { multiRegion: true }, { tags: routing })],
      [make(replicaKey, { primaryKeyArn: `arn:aws:kms:ca-central-1:${account}:key/mrk-1` }, { stack: "ca-west" })],
    ],
    violating: [
      [make(key, { multiRegion: true })],
      [make(key, { multiRegion: true, policy: deny("ca-west-1", "us-east-1") })],
      [make(key, { multiRegion: true, policy: deny() })],
      [make(key, { multiRegion: true, policy: deny("ca-west-1").replace("Deny", "Allow") })],
      [make(key, { multiRegion: true, policy: deny("ca-west-1").replace("kms:ReplicateKey", "kms:Decrypt") })],
      [make(key, { multiRegion: true, policy: deny("ca-west-1").replace("StringNotEquals", "StringEquals") })],
      // Denied to some, in some cases, or not at all.
      [denyWith({ Principal: { AWS: `arn:aws:iam::${account}:role/app` } })],
      [denyWith({ Principal: undefined, NotPrincipal: "*" })],
      ...["kms:ReplicateKeys", "s3:*"].map((Action) => [denyWith({ Action })]),
      [denyWith({ Condition: { "ForAnyValue:StringNotEquals": replicaRegion } })],
      [denyWith({ Condition: { StringNotEquals: { "kms:ReplicaRegions": "ca-west-1" } } })],
      [denyWith({ Condition: { StringNotEquals: { ...replicaRegion, "aws:PrincipalTag/team": "x" } } })],
      [denyWith({ Condition: { StringNotEquals: replicaRegion, Bool: { "aws:SecureTransport": "false" } } })],
      [denyWith({ Condition: { StringNotEquals: { "aws:RequestedRegion": "ca-west-1" } } })],
      [make("aws:kms/externalKey:ExternalKey", { multiRegion: true })],
      [
        make(
          key,
          { multiRegion: true },
          { stack: "elsewhere", region: "eu-north-1", tags: { "data-class": "personal" } },
        ),
      ],
      [make(replicaKey, { primaryKeyArn: `arn:aws:kms:ca-central-1:${account}:key/mrk-1` }, { stack: "us" })],
      [
        make("aws:kms/replicaExternalKey:ReplicaExternalKey", {
          primaryKeyArn: `arn:aws:kms:us-east-1:${account}:key/mrk-1`,
        }),
      ],
    ],
    absent: { passed: [[make(key)], [make(replicaKey)]] },
    unknown: {
      found: [
        [make(key, { multiRegion: unknown })],
        [make(key, { multiRegion: true, policy: unknown })],
        [make(replicaKey, { primaryKeyArn: unknown })],
      ],
      deferred: [{ scene: [make(replicaKey, { primaryKeyArn: unknown })], options: { scope: "partial" } }],
      passed: [
        {
          scene: [
            make(
              replicaKey,
              { primaryKeyArn: unknown },
              { dependencies: { primaryKeyArn: [make(key, {}, { name: "primary" }).urn] } },
            ),
            make(key, {}, { name: "primary" }),
          ],
          options: { scope: "stack" },
        },
      ],
    },
  },
};
