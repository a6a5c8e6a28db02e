import { type Requirement, requireValues } from "../shared/require";

const tokens: Requirement = {
  path: "metadataOptions.httpTokens",
  holds: (value) => value === "required",
  allowed: "allowed is required",
  fix: "require session tokens (IMDSv2)",
};

export const requireInstanceTokens = requireValues(
  {
    name: "security-require-instance-tokens",
    description: "Instances hand out credentials against a session token only.",
    severity: "high",
    references: [{ framework: "AWS Well-Architected", id: "SEC06-BP02" }],
    remediation: "Set metadataOptions.httpTokens to required.",
    url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
  },
  {
    "aws:ec2/instance:Instance": [tokens],
    "aws:ec2/launchTemplate:LaunchTemplate": [tokens],
    "aws:ec2/launchConfiguration:LaunchConfiguration": [tokens],
  },
);
