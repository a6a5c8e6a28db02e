import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";

/** The declared buckets, with what functions have put into them. */
export interface S3 extends Service {
  /** What `AWS_ENDPOINT_URL_S3` is for functions in a Region. */
  endpoint(region: string): string;
  /** A file as it is, past permissions and faults. By the bucket's physical name. */
  peek(bucket: string, file: string): Buffer | undefined;
}

export const s3: ServiceKey<S3> = serviceKey("s3");
