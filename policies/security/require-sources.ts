import type { Finding, Rule } from "../shared/rule";
import { identified, resourcePolicies, type Statement, statementsOf, unreadFindings } from "../shared/statements";
import { isUnknown, listOf } from "../shared/values";

const permission = "aws:lambda/permission:Permission";
/** Where a service acts for whoever asked it. Keys and roles are left to their own rules: few services say there for whom they act. */
const types = Object.keys(resourcePolicies).filter((type) => /^aws:(s3|sns|sqs|secretsmanager|ecr)\//.test(type));
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services */
const service = /^[\w.-]+\.amazon(aws)?\.com(\.cn)?$/;
const source = /^aws:Source(Arn|Account|OrgID|OrgPaths)$/i;
/** An account: `arn:aws:s3:::bucket` names none, and a bucket's name is anybody's once it is deleted. */
const withAccount = /^arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:/;

export const requireSources: Rule = {
  name: "security-require-sources",
  description: "An AWS service is let in on behalf of a known resource or account only, not of anybody's.",
  severity: "high",
  references: [
    { framework: "HIPAA", id: "164.312(a)(1)" },
    { framework: "AWS Well-Architected", id: "SEC03-BP07" },
  ],
  remediation:
    "Set sourceArn (and sourceAccount for sources without an account in their ARN), or a condition on aws:SourceArn or aws:SourceAccount.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention",
  types: [...types, permission],
  check(resource, context) {
    const finding = (path: string, found: string): Finding => ({
      resource,
      path,
      found,
      allowed: "allowed are services that act for a named resource, account or organization",
      fix: "name the source: its ARN, or the account",
    });
    if (resource.type === permission) {
      const { principal } = resource.props;
      if (!(isUnknown(principal) || service.test(String(principal))) || namesSource(resource.props)) {
        return [];
      }
      return [finding("principal", `lets ${isUnknown(principal) ? "a service" : principal} call it for anybody`)];
    }
    const { statements, unread } = statementsOf(resource, resourcePolicies[resource.type]!);
    return [
      ...statements
        .filter((statement) => statement.effect === "Allow" && !identified(statement, source))
        .flatMap((statement) =>
          servicesIn(statement).map((name) => finding(statement.path, `lets ${name} in for anybody`)),
        ),
      ...unreadFindings(unread, context, (path) => finding(path, "has a policy that cannot be read in a preview")),
    ];
  },
};

function namesSource({ sourceArn, sourceAccount, principalOrgId, eventSourceToken }: Record<string, unknown>): boolean {
  if ([sourceAccount, principalOrgId, eventSourceToken].some((value) => value !== undefined)) {
    return true;
  }
  // What is not known yet is a resource's ARN: no constant is.
  return isUnknown(sourceArn) || withAccount.test(String(sourceArn));
}

/** An unknown principal is what security-deny-public-principals reports. */
const servicesIn = ({ principals }: Statement) =>
  listOf(principals)
    .map(String)
    .filter((principal) => service.test(principal));
