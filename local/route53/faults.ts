import type { ServiceFaults } from "../faults/types";

/**
 * Health checkers that are wrong about a Region. More than 18 % of them decide:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const route53Faults = {
  kinds: {
    "checkers-partitioned": {
      scope: "region",
      summary: "`share` of the health checkers reach nothing in the Region, while everybody else does",
      takes: ["share"],
      grows: "share",
      effects: () => ({ unreached: true }),
    },
    "checkers-false-alarm": {
      scope: "region",
      summary: "`share` of the health checkers take the Region's answers for failures",
      takes: ["share"],
      grows: "share",
      effects: () => ({ misjudged: true }),
    },
  },
} as const satisfies ServiceFaults;
