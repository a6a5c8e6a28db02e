import type { Finding, Rule } from "../shared/rule";
import { identified, resourcePolicies, type Statement, statementsOf, unreadFindings } from "../shared/statements";
import { isUnknown } from "../shared/values";

const permission = "aws:lambda/permission:Permission";
/** Conditions that leave only principals of known accounts or services. */
const narrowing =
  /^(aws:(PrincipalOrgID|PrincipalOrgPaths|PrincipalAccount|PrincipalArn|SourceAccount|SourceArn|SourceOrgID|SourceVpc|SourceVpce)|kms:CallerAccount|s3:DataAccessPointAccount)$/i;

export const denyPublicPrincipals: Rule = {
  name: "security-deny-public-principals",
  description: "No resource policy lets in everyone.",
  severity: "critical",
  references: [
    { framework: "HIPAA", id: "164.312(a)(1)" },
    { framework: "AWS Well-Architected", id: "SEC03-BP07" },
  ],
  remediation: "Name the principals, or narrow the statement to accounts, organizations or sources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
  types: [...Object.keys(resourcePolicies), permission],
  check(resource, context) {
    const finding = (path: string, found: string): Finding => ({
      resource,
      path,
      found,
      allowed: "allowed are principals by name, or everyone under a condition on account, organization or source",
      fix: "name who may use it",
    });
    if (resource.type === permission) {
      const { principal, sourceArn, sourceAccount, principalOrgId } = resource.props;
      const narrowed = [sourceArn, sourceAccount, principalOrgId].some((value) => value !== undefined);
      if (narrowed || !(principal === "*" || isUnknown(principal))) {
        return [];
      }
      return [
        finding(
          "principal",
          isUnknown(principal) ? "has a principal that is not known in a preview" : "lets everyone call it",
        ),
      ];
    }
    const { statements, unread } = statementsOf(resource, resourcePolicies[resource.type]!);
    return [
      ...statements.filter(isPublic).map(({ path }) => finding(path, "lets in everyone")),
      ...unreadFindings(unread, context, (path) => finding(path, "has a policy that cannot be read in a preview")),
    ];
  },
};

function isPublic(statement: Statement): boolean {
  const { effect, principals, hasNotPrincipal } = statement;
  if (
    effect !== "Allow" ||
    !(hasNotPrincipal || principals.some((principal) => principal === "*" || isUnknown(principal)))
  ) {
    return false;
  }
  return !identified(statement, narrowing);
}
