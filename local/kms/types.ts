import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";

/** The keys that are declared, as those hear of them who may describe them. */
export interface Kms extends Service {
  /** What `AWS_ENDPOINT_URL_KMS` is for functions in a Region. */
  endpoint(region: string): string;
}

export const kms: ServiceKey<Kms> = serviceKey("kms");
