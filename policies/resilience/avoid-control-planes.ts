import { quoted } from "../shared/message";
import type { Finding, Rule } from "../shared/rule";
import { identityPolicies, statementsOf, unreadFindings } from "../shared/statements";

/**
 * Changes that go through a control plane in one Region, which may be the one that is down. Reads, and the data planes
 * (health-check state, key-value store, routing controls), are not among them.
 */
const controlPlanes =
  /^(route53:(Change|Create|Delete|Update|Associate|Disassociate)|globalaccelerator:(Add|Remove|Create|Delete|Update|Advertise|Withdraw)|cloudfront:(Create|Delete|Update|Publish|Associate)|iam:(Create|Delete|Put|Update|Attach|Detach)|organizations:(Create|Delete|Update|Attach|Detach)|arc-region-switch:(Create|Delete|Update)|route53-recovery-control-config:)/i;

export const avoidControlPlanes: Rule = {
  name: "resilience-avoid-control-planes",
  description: "Nothing that runs may change what failing over depends on through a global control plane.",
  severity: "high",
  references: [
    { framework: "AWS Well-Architected", id: "REL11-BP04" },
    { framework: "home-region", id: "law 3" },
  ],
  remediation: "Fail over by health checks, flags and data-plane writes in a healthy Region.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html",
  types: Object.keys(identityPolicies),
  check(resource, context) {
    const { statements, unread } = statementsOf(resource, identityPolicies[resource.type]!);
    const finding = (path: string, found: string): Finding => ({
      resource,
      path,
      found,
      allowed: "allowed are data planes and reads",
      fix: "leave it to an operator or a pipeline, outside the path of failing over",
    });
    const used = statements.filter(({ effect }) => effect === "Allow");
    return [
      ...used.flatMap(({ path, actions }) => {
        const found = actions.filter((action) => controlPlanes.test(action));
        return found.length > 0 ? [finding(path, `may call control planes: ${quoted(found)}`)] : [];
      }),
      ...unreadFindings(unread, context, (path) => finding(path, "has a policy that cannot be read in a preview")),
    ];
  },
};
