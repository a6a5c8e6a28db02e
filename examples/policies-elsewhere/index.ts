/**
 * A program that is not home-region's: patients' letters, kept in Sweden. The last resource would carry them to
 * Ireland; `pulumi preview` says so and stops.
 */
import * as aws from "@pulumi/aws";

const tags = { "data-class": "patient", jurisdiction: "SE" };
const key = new aws.kms.Key("letters", { enableKeyRotation: true, tags });
const letters = new aws.s3.Bucket("letters", { tags });
new aws.s3.BucketPublicAccessBlock("letters", {
  bucket: letters.id,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
new aws.s3.BucketServerSideEncryptionConfiguration("letters", {
  bucket: letters.id,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn } }],
});
const changes = new aws.sqs.Queue("changes", { kmsMasterKeyId: key.arn, tags });
new aws.s3.BucketNotification("changes", {
  bucket: letters.id,
  queues: [{ queueArn: changes.arn, events: ["s3:ObjectCreated:*"] }],
});
new aws.dynamodb.Table("index", {
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  billingMode: "PAY_PER_REQUEST",
  serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
  replicas: [{ regionName: "eu-west-1", pointInTimeRecovery: true, kmsKeyArn: key.arn }],
  tags,
});
