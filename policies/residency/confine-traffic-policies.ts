import { transfers } from "../shared/confine";
import { judgeDnsAnswer } from "../shared/dns-answers";
import { madeFrom } from "../shared/made";
import { quoted } from "../shared/message";
import { jurisdictionOfHost } from "../shared/place";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { isUnknown, parsed, valueAt, valuesAt } from "../shared/values";

const instance = "aws:route53/trafficPolicyInstance:TrafficPolicyInstance";
const path = "trafficPolicyId";

/** A policy is a tree of routing rules, and which endpoint answers is the rules' choice: all of them may. */
export const confineTrafficPolicies: Rule = {
  name: "residency-confine-traffic-policies",
  description: "Traffic policies of names that carry data have endpoints in one jurisdiction.",
  severity: "critical",
  references: transfers,
  remediation:
    "Give each jurisdiction a name of its own, with a traffic policy whose endpoints are in its own Regions.",
  url: "https://docs.aws.amazon.com/Route53/latest/APIReference/api-policies-traffic-policy-document-format.html",
  types: [instance],
  claims: { [instance]: [path] },
  check(resource, context) {
    const { name } = resource.props;
    const found = policiesOf(resource, context);
    const documents = found.map((policy) => parsed(valueAt(policy.props, "document")));
    const targets = documents.flatMap((document) => valuesAt(document, "Endpoints.*.Value"));
    if (targets.length > 0) {
      const answer = {
        name,
        type: "A",
        routed: true,
        targets: targets.map((target) => ({ ...target, path })),
        regions: [],
      };
      return judgeDnsAnswer(answer, resource, context);
    }
    const whose = typeof name === "string" ? jurisdictionOfHost(name, context) : undefined;
    return whose ? [undecided(resource, whose, context)] : [];
  },
};

function policiesOf(resource: Resource, context: Context): Resource[] {
  const id = valueAt(resource.props, path);
  return isUnknown(id) ? madeFrom(resource, path, context) : context.graph.named(String(id));
}

const undecided = (resource: Resource, jurisdiction: string, { scope }: Context): Finding => ({
  resource,
  path,
  found: `answers for ${quoted(resource.props.name)} by a traffic policy whose endpoints nothing here declares`,
  allowed: `a name of ${jurisdiction} leads to its own Regions`,
  fix: "declare the traffic policy in the same program, with a document that is known",
  deferred: scope === "partial",
});
