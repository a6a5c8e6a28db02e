import type { ServiceFaults } from "../faults/types";

/**
 * `undelegated`: a new hosted zone, until its name servers are set at the registrar.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/MigratingDNS.html
 * And health checkers that are wrong about a Region: more than 18 % of them decide:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const route53Faults = {
  kinds: {
    undelegated: {
      scope: "global",
      summary:
        "nobody is led to the hosted zone: its names are not found, and certificates that are not issued yet stay pending",
      takes: [],
      effects: () => ({ undelegated: true }),
    },
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
