/** S3. */
import { made } from "./made";
import type { MakeOutputs, ServiceOutputs } from "./types";

const bucket: MakeOutputs = ({ urn, name, region, inputs }) => {
  const id = inputs.bucket ?? `${inputs.bucketPrefix ?? `${name}-`}${made.hex(urn, 7)}`;
  return {
    id,
    bucket: id,
    arn: `arn:aws:s3:::${id}`,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${id}.s3.${region}.amazonaws.com`,
  };
};

export const s3: ServiceOutputs = {
  outputs: {
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketV2:BucketV2": bucket,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ({ inputs }) => ({
      id: String(inputs.bucket),
    }),
  },
};
