import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RegionArgs, RegionContext } from "./context";

/** A bucket for what can be made again: encrypted with the Region's key, closed to the public, spoken to over TLS only. */
export class SnapshotBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string, { ctx }: RegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:SnapshotBucket", name, {}, opts);
    // What is in it is made anew within minutes, so it goes with its stack.
    this.bucket = new aws.s3.Bucket(name, { forceDestroy: true, tags: ctx.tags("routing") }, { parent: this });
    const closed = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket: this.bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    encrypt(name, this.bucket, ctx, this);
    // S3 takes one change of a bucket's access at a time.
    new aws.s3.BucketPolicy(
      name,
      { bucket: this.bucket.id, policy: onlyOverTls(this.bucket) },
      { parent: this, dependsOn: [closed] },
    );
    this.registerOutputs({ bucketName: this.bucket.bucket });
  }
}

/** The Region's key and not the registry's: with that one disabled, the file is what is left. */
function encrypt(name: string, bucket: aws.s3.Bucket, ctx: RegionContext, parent: pulumi.Resource) {
  return new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: ctx.keyArn },
          bucketKeyEnabled: true,
        },
      ],
    },
    { parent },
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit */
function onlyOverTls(bucket: aws.s3.Bucket): pulumi.Output<string> {
  const plain = {
    Sid: "OnlyOverTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: [plain] });
}
