import type { Service } from "../context";
import type { CertificateFlaw } from "../faults/types";
import { type ServiceKey, serviceKey } from "../module";

/** What stands for ACM: a certificate authority of this twin's own. */
export interface Certificates {
  /** PEM of the authority: clients must trust it. */
  readonly authority: string;
  /** Key and certificate (PEM) for a declared `aws:acm/certificate:Certificate`, or for host names of AWS's own. */
  forArn(certificateArn: string): { key: string; cert: string };
  forHost(...hostnames: string[]): { key: string; cert: string };
  /** As `forArn`, with something wrong with it. */
  flawed(certificateArn: string, flaw: CertificateFlaw): Promise<{ key: string; cert: string }>;
  /** Hears when certificates that were pending are issued: `forArn` has them then. */
  onIssued(listener: () => Promise<void>): void;
}

/** ACM, once it is started. */
export interface Acm extends Certificates, Service {
  /** PEM file of the authority. */
  readonly caFile: string;
}

export const acm: ServiceKey<Acm> = serviceKey("acm");
