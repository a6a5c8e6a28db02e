/** Cases of the security rules about keys, credentials and deletion. */
import { unknown } from "../../../policies/shared/values";
import type { Cases, CasesOf } from "../support/cases";
import { account, make, publicData } from "../support/scene";
import { joined, wanted } from "../support/wanted";

const kms = make("aws:kms/key:Key", {}, { name: "key" });
const arn = `arn:aws:kms:ca-central-1:${account}:key/1`;
const lambda = (props: object) => make("aws:lambda/function:Function", { runtime: "nodejs24.x", ...props });
const keyed = (type: string, property: string, more: Record<string, unknown> = {}): Cases => ({
  compliant: [[make(type, { ...more, [property]: arn })], [make(type, {}, { tags: publicData })]],
  violating: ["alias/aws/own", "", 3].map((value) => [make(type, { ...more, [property]: value })]),
  absent: { found: [[make(type, more)]] },
  unknown: {
    found: [{ scene: [make(type, { ...more, [property]: unknown })], options: { scope: "stack" } }],
    passed: [
      {
        scene: [make(type, { ...more, [property]: unknown }, { dependencies: { [property]: [kms.urn] } }), kms],
        options: { scope: "stack" },
      },
    ],
    deferred: [{ scene: [make(type, { ...more, [property]: unknown })], options: { scope: "partial" } }],
  },
});
const encrypted = (type: string, flag: string, property: string): Cases =>
  joined(
    keyed(type, property, { [flag]: true }),
    wanted(type, { [flag]: true, [property]: arn }, [{ [flag]: false }], [flag]),
  );

export const keyCases: CasesOf = {
  "security-encrypt-at-rest": joined(
    {
      compliant: [[make("aws:dynamodb/table:Table", { serverSideEncryption: { enabled: true, kmsKeyArn: arn } })]],
      violating: [
        [make("aws:dynamodb/table:Table", { serverSideEncryption: { enabled: false, kmsKeyArn: arn } })],
        [
          make("aws:dynamodb/table:Table", {
            serverSideEncryption: { enabled: true, kmsKeyArn: arn },
            replicas: [{ kmsKeyArn: "alias/aws/dynamodb" }],
          }),
        ],
      ],
      absent: { found: [[make("aws:dynamodb/table:Table")]] },
      unknown: {
        found: [
          { scene: [make("aws:dynamodb/table:Table", { serverSideEncryption: unknown })], options: { scope: "stack" } },
        ],
      },
    },
    {
      compliant: [[lambda({ environment: { variables: { A: "1" } }, kmsKeyArn: arn })], [lambda({})]],
      violating: [[lambda({ environment: { variables: { A: "1" } }, kmsKeyArn: "" })]],
      absent: { found: [[lambda({ environment: { variables: { A: "1" } } })]] },
      unknown: {
        deferred: [{ scene: [lambda({ environment: {}, kmsKeyArn: unknown })], options: { scope: "partial" } }],
      },
    },
    {
      compliant: [
        [make("aws:ssm/parameter:Parameter", { type: "String" })],
        [make("aws:ssm/parameter:Parameter", { type: "SecureString", keyId: arn })],
      ],
      violating: [[make("aws:ssm/parameter:Parameter", { type: "SecureString", keyId: "alias/aws/ssm" })]],
      absent: { found: [[make("aws:ssm/parameter:Parameter", { type: "SecureString" })]] },
      unknown: {
        deferred: [
          {
            scene: [make("aws:ssm/parameter:Parameter", { type: "SecureString", keyId: unknown })],
            options: { scope: "partial" },
          },
        ],
      },
    },
    {
      compliant: [[make("aws:opensearch/domain:Domain", { encryptAtRest: { enabled: true, kmsKeyId: arn } })]],
      violating: [
        [make("aws:opensearch/domain:Domain", { encryptAtRest: { enabled: false, kmsKeyId: arn } })],
        [make("aws:opensearch/domain:Domain", { encryptAtRest: { enabled: true } })],
      ],
      absent: { found: [[make("aws:opensearch/domain:Domain")]] },
      unknown: {
        found: [
          { scene: [make("aws:opensearch/domain:Domain", { encryptAtRest: unknown })], options: { scope: "stack" } },
        ],
      },
    },
    {
      compliant: [
        [
          make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
            rules: [{ applyServerSideEncryptionByDefault: { kmsMasterKeyId: arn } }],
          }),
        ],
      ],
      violating: [
        [
          make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
          }),
        ],
      ],
      absent: {
        found: [[make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")]],
      },
      unknown: {
        deferred: [
          {
            scene: [
              make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
                rules: unknown,
              }),
            ],
            options: { scope: "partial" },
          },
        ],
      },
    },
    keyed("aws:dynamodb/tableReplica:TableReplica", "kmsKeyArn"),
    keyed("aws:sqs/queue:Queue", "kmsMasterKeyId"),
    keyed("aws:sns/topic:Topic", "kmsMasterKeyId"),
    keyed("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId"),
    keyed("aws:kinesis/stream:Stream", "kmsKeyId"),
    keyed("aws:secretsmanager/secret:Secret", "kmsKeyId"),
    keyed("aws:backup/vault:Vault", "kmsKeyArn"),
    keyed("aws:cloudtrail/trail:Trail", "kmsKeyId"),
    encrypted("aws:rds/instance:Instance", "storageEncrypted", "kmsKeyId"),
    encrypted("aws:rds/cluster:Cluster", "storageEncrypted", "kmsKeyId"),
    encrypted("aws:docdb/cluster:Cluster", "storageEncrypted", "kmsKeyId"),
    encrypted("aws:neptune/cluster:Cluster", "storageEncrypted", "kmsKeyArn"),
    encrypted("aws:redshift/cluster:Cluster", "encrypted", "kmsKeyId"),
    encrypted("aws:ebs/volume:Volume", "encrypted", "kmsKeyId"),
    encrypted("aws:efs/fileSystem:FileSystem", "encrypted", "kmsKeyId"),
    encrypted("aws:elasticache/replicationGroup:ReplicationGroup", "atRestEncryptionEnabled", "kmsKeyId"),
  ),
  "security-protect-stateful": joined(
    ...[
      "dynamodb/table:Table deletionProtectionEnabled",
      "dynamodb/tableReplica:TableReplica deletionProtectionEnabled",
      "rds/instance:Instance deletionProtection",
      "rds/cluster:Cluster deletionProtection",
      "rds/globalCluster:GlobalCluster deletionProtection",
      "docdb/cluster:Cluster deletionProtection",
      "neptune/cluster:Cluster deletionProtection",
      "qldb/ledger:Ledger deletionProtection",
      "lb/loadBalancer:LoadBalancer enableDeletionProtection",
    ].map((example) => {
      const [type, property] = example.split(" ") as [string, string];
      return wanted(`aws:${type}`, { [property]: true }, [{ [property]: false }], [property]);
    }),
    wanted(
      "aws:cognito/userPool:UserPool",
      { deletionProtection: "ACTIVE" },
      [{ deletionProtection: "INACTIVE" }],
      ["deletionProtection"],
    ),
    {
      compliant: [
        [make("aws:dynamodb/table:Table", {}, { protect: true })],
        [make("aws:cognito/userPool:UserPool", {}, { protect: true })],
      ],
      violating: [[make("aws:dynamodb/table:Table", {}, { protect: false })]],
      absent: {},
      unknown: {},
    },
  ),
  "security-limit-log-retention": wanted(
    "aws:cloudwatch/logGroup:LogGroup",
    { retentionInDays: 30 },
    [{ retentionInDays: 0 }],
    ["retentionInDays"],
  ),
  "security-rotate-keys": joined(
    wanted(
      "aws:kms/key:Key",
      { enableKeyRotation: true },
      [{ enableKeyRotation: false }, { enableKeyRotation: false, customerMasterKeySpec: "SYMMETRIC_DEFAULT" }],
      ["enableKeyRotation"],
    ),
    {
      compliant: [
        [make("aws:kms/key:Key", { customerMasterKeySpec: "RSA_2048" })],
        [make("aws:kms/key:Key", { keyUsage: "GENERATE_VERIFY_MAC" })],
      ],
      violating: [],
      absent: {},
      unknown: {},
    },
  ),
  "security-require-instance-tokens": joined(
    ...["instance:Instance", "launchTemplate:LaunchTemplate", "launchConfiguration:LaunchConfiguration"].map((type) =>
      wanted(
        `aws:ec2/${type}`,
        { metadataOptions: { httpTokens: "required" } },
        [{ metadataOptions: { httpTokens: "optional" } }],
        ["metadataOptions"],
      ),
    ),
  ),
  "security-deny-long-lived-keys": {
    compliant: [[make("aws:iam/role:Role")]],
    violating: [
      "accessKey:AccessKey",
      "userLoginProfile:UserLoginProfile",
      "serviceSpecificCredential:ServiceSpecificCredential",
    ].map((type) => [make(`aws:iam/${type}`)]),
    absent: { found: [[make("aws:iam/accessKey:AccessKey", {})]] },
    unknown: { found: [[make("aws:iam/accessKey:AccessKey", { user: unknown })]] },
  },
};
