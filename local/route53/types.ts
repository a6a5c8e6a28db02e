import type { Place, Service } from "../context";
import type { HealthState } from "../health";
import { type ServiceKey, serviceKey } from "../module";
import type { DnsAnswer, Question } from "./rules/answer";

/** The declared hosted zones and health checks. */
export interface Dns extends Service {
  /** Of the DNS server on loopback, once it is started. */
  readonly port: number;
  healthOf(healthCheckId: string): boolean;
  healthStates(): HealthState[];
  /** What a resolver that tells (or does not tell) where its client is gets. Never throws: SERVFAIL says that it failed. */
  resolve(question: Question, client: Place | undefined): DnsAnswer;
  /** The first address of a host name. */
  addressFor(hostname: string, from: Place): string | undefined;
}

export const route53: ServiceKey<Dns> = serviceKey("route53");
