import { declaredBy } from "../shared/data";
import { isTrue, type Requirement, requireValues } from "../shared/require";
import type { Resource } from "../shared/resource";
import type { Context } from "../shared/rule";

/** What anyone may read needs no key of its own. */
const notPublic = (resource: Resource, { topology }: Context) => declaredBy(resource, topology)?.dataClass !== "public";

const key = (path: string, more: Partial<Requirement> = {}): Requirement => ({
  path,
  when: notPublic,
  madeFrom: "aws:kms/",
  holds: (value) => typeof value === "string" && value !== "" && !value.includes("alias/aws/"),
  allowed: "allowed is a customer managed KMS key",
  fix: "name a key of this Region that the project owns",
  ...more,
});
const on = (path: string): Requirement => ({
  path,
  when: notPublic,
  holds: isTrue,
  allowed: "allowed is true",
  fix: "encrypt it, with a key that the project owns",
});

export const encryptAtRest = requireValues(
  {
    name: "security-encrypt-at-rest",
    description: "What keeps data encrypts it with a key that the project owns and can revoke.",
    severity: "high",
    references: [
      { framework: "GDPR", id: "Art. 32" },
      { framework: "HIPAA", id: "164.312(a)(2)(iv)" },
      { framework: "AWS Well-Architected", id: "SEC08-BP02" },
    ],
    remediation: "Name a customer managed KMS key of the same Region.",
    url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html",
  },
  {
    "aws:dynamodb/table:Table": [
      on("serverSideEncryption.enabled"),
      key("serverSideEncryption.kmsKeyArn"),
      key("replicas[*].kmsKeyArn", { optional: true }),
    ],
    "aws:dynamodb/tableReplica:TableReplica": [key("kmsKeyArn")],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
      key("rules[*].applyServerSideEncryptionByDefault.kmsMasterKeyId"),
    ],
    "aws:sqs/queue:Queue": [key("kmsMasterKeyId")],
    "aws:sns/topic:Topic": [key("kmsMasterKeyId")],
    "aws:cloudwatch/logGroup:LogGroup": [key("kmsKeyId")],
    "aws:kinesis/stream:Stream": [key("kmsKeyId")],
    "aws:lambda/function:Function": [
      key("kmsKeyArn", {
        when: (resource, context) => resource.props.environment !== undefined && notPublic(resource, context),
      }),
    ],
    "aws:secretsmanager/secret:Secret": [key("kmsKeyId")],
    "aws:ssm/parameter:Parameter": [key("keyId", { when: ({ props }) => props.type === "SecureString" })],
    "aws:rds/instance:Instance": [on("storageEncrypted"), key("kmsKeyId")],
    "aws:rds/cluster:Cluster": [on("storageEncrypted"), key("kmsKeyId")],
    "aws:docdb/cluster:Cluster": [on("storageEncrypted"), key("kmsKeyId")],
    "aws:neptune/cluster:Cluster": [on("storageEncrypted"), key("kmsKeyArn")],
    "aws:redshift/cluster:Cluster": [on("encrypted"), key("kmsKeyId")],
    "aws:ebs/volume:Volume": [on("encrypted"), key("kmsKeyId")],
    "aws:efs/fileSystem:FileSystem": [on("encrypted"), key("kmsKeyId")],
    "aws:elasticache/replicationGroup:ReplicationGroup": [on("atRestEncryptionEnabled"), key("kmsKeyId")],
    "aws:backup/vault:Vault": [key("kmsKeyArn")],
    "aws:opensearch/domain:Domain": [on("encryptAtRest.enabled"), key("encryptAtRest.kmsKeyId")],
    "aws:cloudtrail/trail:Trail": [key("kmsKeyId")],
  },
);
