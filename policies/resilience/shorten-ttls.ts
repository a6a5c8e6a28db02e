import { requireValues } from "../shared/require";
import type { Resource } from "../shared/resource";

const maximumSeconds = 60;
/** An alias has its target's TTL: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html */
const isAddress = ({ props }: Resource) =>
  props.aliases === undefined &&
  ["A", "AAAA", "CNAME"].includes(String(props.type)) &&
  !String(props.name).startsWith("_");

export const shortenTtls = requireValues(
  {
    name: "resilience-shorten-ttls",
    description: "Resolvers forget an address within a minute, so that a failover is seen.",
    severity: "medium",
    references: [{ framework: "AWS Well-Architected", id: "REL11-BP02" }],
    remediation: "Set a TTL of at most 60 seconds.",
    url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover.html#rrsets-values-failover-ttl",
  },
  {
    "aws:route53/record:Record": [
      {
        path: "ttl",
        when: isAddress,
        holds: (value) => Number(value) <= maximumSeconds,
        allowed: `allowed are at most ${maximumSeconds} seconds`,
        fix: "shorten it",
        safe: maximumSeconds,
      },
    ],
  },
);
