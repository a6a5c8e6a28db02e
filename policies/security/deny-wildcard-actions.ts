import { quoted } from "../shared/message";
import type { Resource } from "../shared/resource";
import type { Finding, Rule } from "../shared/rule";
import { identityPolicies, type Statement, statementsOf, unreadFindings } from "../shared/statements";
import { isUnknown, listOf, valuesAt } from "../shared/values";

const attachments: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn"],
  "aws:iam/policyAttachment:PolicyAttachment": ["policyArn"],
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": ["policyArn"],
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ["policyArn"],
  "aws:iam/role:Role": ["managedPolicyArns[*]"],
};
const tooMuch = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|[\w-]*FullAccess)$/;

export const denyWildcardActions: Rule = {
  name: "security-deny-wildcard-actions",
  description:
    "Identities may do what is named, to what is named: no wildcard actions, no managed policies with full access.",
  severity: "high",
  references: [
    { framework: "GDPR", id: "Art. 25" },
    { framework: "HIPAA", id: "164.312(a)(1)" },
    { framework: "AWS Well-Architected", id: "SEC03-BP02" },
  ],
  remediation: "Name the actions and the resources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  types: [...new Set([...Object.keys(identityPolicies), ...Object.keys(attachments)])],
  settings: {
    anyResourceActions: {
      type: "array",
      items: { type: "string" },
      description:
        "Actions that take no resource, and so may name `*`: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
      default: [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:GetSamplingStatisticSummaries",
        "cloudwatch:PutMetricData",
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DeleteNetworkInterface",
        "ecr:GetAuthorizationToken",
        "kms:GenerateRandom",
        "sts:GetCallerIdentity",
        "logs:DescribeLogGroups",
        "s3:ListAllMyBuckets",
      ],
    },
  },
  check(resource, context) {
    const exempt = new Set(listOf(context.settings.anyResourceActions).map(String));
    const { statements, unread } = statementsOf(resource, identityPolicies[resource.type] ?? []);
    const finding = (path: string, found: string): Finding => ({
      resource,
      path,
      found,
      allowed: "allowed are actions by name on resources by ARN",
      fix: "name what it needs",
    });
    return [
      ...statements.flatMap((statement) => issuesOf(statement, exempt).map((found) => finding(statement.path, found))),
      ...unreadFindings(unread, context, (path) => finding(path, "has a policy that cannot be read in a preview")),
      ...attached(resource).map(([path, found]) => finding(path, found)),
    ];
  },
};

function issuesOf({ effect, actions, notActions, resources }: Statement, exempt: ReadonlySet<string>): string[] {
  if (effect !== "Allow") {
    return [];
  }
  const wild = actions.filter((action) => /[*?]/.test(action) || isUnknown(action));
  const anything = resources.includes("*")
    ? actions.filter((action) => !exempt.has(action) && !wild.includes(action))
    : [];
  return [
    ...(wild.length > 0 ? [`allows ${quoted(wild)}`] : []),
    ...(notActions.length > 0 ? [`allows everything but ${quoted(notActions)}`] : []),
    ...(anything.length > 0 ? [`allows ${quoted(anything)} on every resource`] : []),
  ];
}

function attached(resource: Resource): [string, string][] {
  const arns = (attachments[resource.type] ?? []).flatMap((path) => valuesAt(resource.props, path));
  return arns
    .filter(({ value }) => tooMuch.test(String(value)))
    .map(({ path, value }) => [path, `is given ${quoted(value)}`]);
}
