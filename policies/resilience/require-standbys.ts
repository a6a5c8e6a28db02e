import { stackItself } from "../shared/declare-topology";
import { listed } from "../shared/message";
import type { Rule } from "../shared/rule";

export const requireStandbys: Rule = {
  name: "resilience-require-standbys",
  description: "Every primary has a standby in its own jurisdiction, in another Region.",
  severity: "high",
  references: [
    { framework: "HIPAA", id: "164.308(a)(7)(ii)(B)" },
    { framework: "AWS Well-Architected", id: "REL13-BP02" },
    { framework: "home-region", id: "law 1" },
  ],
  remediation: "Add a standby stack of the jurisdiction to the topology.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
  checkStack(stack, { topology, graph }) {
    const own = topology.stacks[stack];
    if (own?.role !== "primary") {
      return [];
    }
    const others = Object.entries(topology.stacks).filter(
      ([, other]) => other.jurisdiction === own.jurisdiction && other.region !== own.region,
    );
    if (others.some(([, other]) => other.role === "standby")) {
      return [];
    }
    return [
      {
        resource: stackItself(stack, graph.resources),
        path: "",
        found: `is the primary of ${own.jurisdiction}, which has no standby`,
        allowed: `allowed are primaries with a standby; other stacks of ${own.jurisdiction} are ${listed(others.map(([name]) => name))}`,
        fix: "add a standby stack in another Region of the jurisdiction",
      },
    ];
  },
};
