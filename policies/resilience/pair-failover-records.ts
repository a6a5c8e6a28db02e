import { quoted } from "../shared/message";
import type { Resource } from "../shared/resource";
import type { Finding, Rule } from "../shared/rule";
import { isUnknown, valuesAt } from "../shared/values";

const type = "aws:route53/record:Record";
const roleOf = ({ props }: Resource) => valuesAt(props, "failoverRoutingPolicies[*].type")[0]?.value;

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
    return records
      .filter((record) => record.stack === stack && roleOf(record) === "PRIMARY" && !isUnknown(record.props.name))
      .filter((record) => {
        const secondaries = records.filter(
          (other) =>
            roleOf(other) === "SECONDARY" &&
            other.props.name === record.props.name &&
            other.props.type === record.props.type,
        );
        // One stack alone does not show what the others declare: only that its own secondary would be lost with it.
        if (scope !== "project" && secondaries.length === 0) return false;
        return !secondaries.some((other) => other.stack !== stack && home(other) === home(record));
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
