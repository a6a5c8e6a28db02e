import { isOneOf, isTrue, requireValues } from "../shared/require";
import type { Resource } from "../shared/resource";

/** Those that ask an endpoint. */
const probes = ({ props }: Resource) =>
  !["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"].includes(String(props.type));

/** Without the host's name in its first message an API's own domain refuses, and every check counts as a failure. */
const asksHttps = ({ props }: Resource) => /^HTTPS/.test(String(props.type));

export const quickenHealthChecks = requireValues(
  {
    name: "resilience-quicken-health-checks",
    description: "Health checks ask every 10 seconds, as users do, and believe at most three failures.",
    severity: "medium",
    references: [{ framework: "AWS Well-Architected", id: "REL11-BP01" }],
    remediation: "Set requestInterval 10 and failureThreshold 3: the interval cannot be changed later.",
    url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html",
  },
  {
    "aws:route53/healthCheck:HealthCheck": [
      {
        path: "requestInterval",
        when: probes,
        holds: isOneOf(10, "10"),
        allowed: "allowed is 10",
        fix: "set it before the check is created",
      },
      {
        path: "failureThreshold",
        when: probes,
        holds: (value) => Number(value) >= 1 && Number(value) <= 3,
        allowed: "allowed are 1 to 3",
        fix: "lower it",
        safe: 3,
      },
      {
        path: "enableSni",
        when: asksHttps,
        holds: isTrue,
        optional: true,
        allowed: "allowed is true, which it is by default",
        fix: "leave it out: an endpoint with several certificates cannot tell which one is asked for",
      },
      {
        path: "type",
        holds: isOneOf("HTTPS", "HTTPS_STR_MATCH", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"),
        allowed: "allowed are HTTPS, HTTPS_STR_MATCH and those that ask nothing themselves",
        fix: "ask /healthz over HTTPS, as users do",
      },
    ],
  },
);
