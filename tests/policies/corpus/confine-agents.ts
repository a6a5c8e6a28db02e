import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.bedrock.AgentAgent("helper", {
    agentName: "helper",
    agentResourceRoleArn: "arn:aws:iam::123456789012:role/a",
    foundationModel: region.startsWith("ca-")
      ? "anthropic.claude-3-haiku-20240307-v1:0"
      : "us.anthropic.claude-sonnet-4-20250514-v1:0",
    tags,
  });
}
