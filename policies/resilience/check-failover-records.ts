import { requireValues } from "../shared/require";
import type { Resource } from "../shared/resource";

const policies = [
  "failoverRoutingPolicies",
  "latencyRoutingPolicies",
  "weightedRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "multivalueAnswerRoutingPolicy",
];
const isRouted = ({ props }: Resource) =>
  policies.some((policy) => props[policy] !== undefined && props[policy] !== false);

export const checkFailoverRecords = requireValues(
  {
    name: "resilience-check-failover-records",
    description: "Every record that takes part in routing has a health check of its own.",
    severity: "high",
    references: [{ framework: "AWS Well-Architected", id: "REL11-BP02" }],
    remediation: "Give the record a health check on what it leads to.",
    url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html",
  },
  {
    "aws:route53/record:Record": [
      {
        path: "healthCheckId",
        when: isRouted,
        madeFrom: "aws:route53/healthCheck",
        holds: (value) => typeof value === "string" && value !== "",
        allowed: "every record of a routed name has a health check",
        fix: "name a health check on /healthz of its target",
      },
    ],
  },
);
