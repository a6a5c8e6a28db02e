import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";

/** What WAF is shown of a request. */
export interface WafRequest {
  ip: string;
  method: string;
  /** As sent, not decoded. */
  path: string;
  /** Lower-case name → values. */
  headers: ReadonlyMap<string, readonly string[]>;
}

/** `rule` is the one that decided; undefined where none did. */
export interface Verdict {
  action: "allow" | "block";
  rule: string | undefined;
}

/** How many requests a rule has blocked. */
export interface Blocked {
  webAcl: string;
  region: string;
  rule: string;
  requests: number;
}

export interface Waf extends Service {
  /** What the web ACL of an API's stage, a load balancer or a user pool says. Without one everything is let in. */
  judge(resourceArn: string, request: WafRequest): Verdict;
  blocked(): Blocked[];
}

export const waf: ServiceKey<Waf> = serviceKey("waf");
