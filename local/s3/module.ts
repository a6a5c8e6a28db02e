import { iam } from "../iam/types";
import { serviceModule } from "../module";
import { s3Faults } from "./faults";
import { bucketType, encryptionType } from "./rules";
import { Buckets } from "./service";
import { s3 } from "./types";

export const s3Module = serviceModule({
  key: s3,
  title: "Amazon S3",
  description: {
    does: "GetObject, with ranges and If-Match, and PutObject, by path-style URLs; permissions on object and key; the key's faults",
    leavesOut: "every other operation, versions, bucket policies (all of them are about TLS here), files after a stop",
    sources: {
      GetObject: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
      PutObject: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html",
      "server-side encryption": "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    },
  },
  standsInFor: [bucketType, encryptionType],
  declaredOnly: {
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "nobody but functions reaches a bucket here",
    "aws:s3/bucketPolicy:BucketPolicy": "not evaluated",
  },
  needs: [iam],
  faults: s3Faults,
  actions: ["s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey"],
  create: (context, services) => new Buckets(context, services.get(iam)),
  variables: (service, { region }) => ({ AWS_ENDPOINT_URL_S3: service.endpoint(region) }),
});
