/** S3's rules: pure functions of what is declared and asked. */
import type { Graph } from "../../graph/graph";
import type { DataClass } from "../../model/topology";
import { dataClassOf } from "../lambda/rules";

export const bucketType = "aws:s3/bucket:Bucket";
export const encryptionType = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

export interface DeclaredBucket {
  name: string;
  /** Logical name, for people. */
  resource: string;
  arn: string;
  region: string;
  /** The customer managed key that what is put into it is encrypted with. */
  keyArn: string | undefined;
  dataClass: DataClass;
}

export function declaredBuckets(graph: Graph): DeclaredBucket[] {
  const encryptions = graph.ofType(encryptionType);
  return graph.ofType(bucketType).map(({ name, region, inputs, outputs }) => {
    const encryption = encryptions.find(({ inputs: { bucket } }) => bucket === outputs.bucket);
    const keyArn = encryption?.inputs.rules?.[0]?.applyServerSideEncryptionByDefault?.kmsMasterKeyId;
    return {
      name: outputs.bucket,
      resource: name,
      arn: outputs.arn,
      region: region!,
      keyArn,
      dataClass: dataClassOf(inputs.tags),
    };
  });
}

/** What a path-style URL names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#path-style-access */
export function addressed(url: string | undefined): { bucket: string; file: string } | undefined {
  const [, bucket, file] = /^\/([^/?]+)\/([^?]+)$/.exec(url ?? "") ?? [];
  return bucket && file ? { bucket, file: decodeURIComponent(file) } : undefined;
}

/**
 * The bytes that a Range header names: [first, end[. Undefined without one, or one that is not understood (RFC 9110 14.2);
 * null where nothing of the file is in it.
 */
export function rangeIn(header: string | undefined, size: number): [first: number, end: number] | null | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined) {
    return undefined;
  }
  const end = last ? Math.min(Number(last) + 1, size) : size;
  return Number(first) < end ? [Number(first), end] : null;
}
