import type { Rule } from "../shared/rule";

export const denyLongLivedKeys: Rule = {
  name: "security-deny-long-lived-keys",
  description: "Nobody holds AWS keys that do not expire.",
  severity: "high",
  references: [
    { framework: "HIPAA", id: "164.312(d)" },
    { framework: "AWS Well-Architected", id: "SEC02-BP02" },
  ],
  remediation: "Let people and pipelines assume roles: IAM Identity Center, OIDC, roles of services.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
  types: [
    "aws:iam/accessKey:AccessKey",
    "aws:iam/userLoginProfile:UserLoginProfile",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
  ],
  check: (resource) => [
    {
      resource,
      path: "",
      found: "is a credential that does not expire",
      allowed: "allowed are roles that are assumed",
      fix: "use a role",
    },
  ],
};
