import { confine } from "../shared/confine";

export const confineS3AccessLogs = confine({
  name: "confine-s3-access-logs",
  what: "Access logs of S3 buckets",
  how: "is logged to",
  destinations: {
    "aws:s3/bucketLogging:BucketLogging": ["bucket:targetBucket"],
    "aws:s3/bucketLoggingV2:BucketLoggingV2": ["bucket:targetBucket"],
    "aws:s3/bucket:Bucket": ["bucket:logging.targetBucket"],
    "aws:s3/bucketV2:BucketV2": ["bucket:loggings[*].targetBucket"],
  },
  remediation: "Log to a bucket in the same Region: access logs hold object keys and addresses of people.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
});
