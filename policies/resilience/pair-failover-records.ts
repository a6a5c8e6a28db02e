import { quoted } from "../shared/message";
import type { Resource } from "../shared/resource";
import type { Finding, Rule } from "../shared/rule";
import { isUnknown, valuesAt } from "../shared/values";

const type = "aws:route53/record:Record";
const roleOf = ({ props }: Resource) => valuesAt(props, "failoverRoutingPolicies[*].type")[0]?.value;

const nameOf = ({ props }: Resource) => `${props.name} ${props.type}`;

export const pairFailoverRecords: Rule = {
  name: "resilience-pair-failover-records",
  description:
    "A primary failover record has a secondary of the same name, in the stack of another Region of the jurisdiction.",
  severity: "high",
  references: [
    { framework: "AWS Well-Architected", id: "REL11-BP02" },
    { framework: "home-region", id: "law 1" },
  ],
  remediation: "Declare the secondary in the standby's stack.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-failover.html",
  checkStack(stack, { graph, scope, topology }) {
    const records = graph.ofType(type);
    const home = (resource: Resource) => topology.stacks[resource.stack]?.jurisdiction;
    const secondaries = Map.groupBy(
      records.filter((record) => roleOf(record) === "SECONDARY"),
      nameOf,
    );
    return records
      .filter((record) => record.stack === stack && roleOf(record) === "PRIMARY" && !isUnknown(record.props.name))
      .filter((record) => {
        const others = secondaries.get(nameOf(record)) ?? [];
        // One stack alone does not show what the others declare: only that its own secondary would be lost with it.
        if (scope !== "project" && others.length === 0) {
          return false;
        }
        return !others.some((other) => other.stack !== stack && home(other) === home(record));
      })
      .map(
        (resource): Finding => ({
          resource,
          path: "failoverRoutingPolicies",
          found: `is the primary of ${quoted(resource.props.name)} without a secondary in another stack of the jurisdiction`,
          allowed: "a primary has a secondary in another stack of its jurisdiction",
          fix: "declare the secondary in the standby's stack",
        }),
      );
  },
};
