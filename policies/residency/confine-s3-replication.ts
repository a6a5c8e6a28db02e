import { confine } from "../shared/confine";

export const confineS3Replication = confine({
  name: "confine-s3-replication",
  what: "Replicas of S3 objects",
  how: "is replicated to",
  destinations: {
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": [
      "bucket:rules[*].destination.bucket",
      "reference:rules[*].destination.encryptionConfiguration.replicaKmsKeyId",
    ],
    "aws:s3/bucket:Bucket": [
      "bucket:replicationConfiguration.rules[*].destination.bucket",
      "reference:replicationConfiguration.rules[*].destination.replicaKmsKeyId",
    ],
    "aws:s3/bucketV2:BucketV2": [
      "bucket:replicationConfigurations[*].rules[*].destinations[*].bucket",
      "reference:replicationConfigurations[*].rules[*].destinations[*].replicaKmsKeyId",
    ],
    "aws:s3tables/tableBucketReplication:TableBucketReplication": [
      "reference:rule.destinations[*].destinationTableBucketArn",
    ],
    "aws:s3tables/tableReplication:TableReplication": ["reference:rule.destinations[*].destinationTableBucketArn"],
  },
  remediation: "Replicate to a bucket in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
});
