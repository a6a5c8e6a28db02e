/** Which TLS versions a named policy accepts. */
import type { SecureVersion } from "node:tls";

export interface TlsRange {
  minVersion: SecureVersion;
  maxVersion: SecureVersion;
}

/**
 * A load balancer's `sslPolicy`. Without one AWS takes `ELBSecurityPolicy-2016-08`:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export function tlsOfSslPolicy(policy = "ELBSecurityPolicy-2016-08"): TlsRange {
  const least = /-(1-[0-3])(?:-|$)/.exec(policy)?.[1] ?? "1-0";
  const maxVersion = policy.includes("TLS13") ? "TLSv1.3" : "TLSv1.2";
  return { minVersion: versions[least] ?? "TLSv1", maxVersion };
}

/**
 * An API's `securityPolicy`: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
 * Legacy policies: `TLS_1_0` and `TLS_1_2`; enhanced ones are named `SecurityPolicy_…`.
 */
export function tlsOfSecurityPolicy(policy = "TLS_1_2"): TlsRange {
  if (policy === "TLS_1_0") {
    return { minVersion: "TLSv1", maxVersion: "TLSv1.2" };
  }
  if (policy.includes("TLS13_1_3")) {
    return { minVersion: "TLSv1.3", maxVersion: "TLSv1.3" };
  }
  return { minVersion: "TLSv1.2", maxVersion: "TLSv1.3" };
}

const versions: Record<string, SecureVersion> = {
  "1-0": "TLSv1",
  "1-1": "TLSv1.1",
  "1-2": "TLSv1.2",
  "1-3": "TLSv1.3",
};
