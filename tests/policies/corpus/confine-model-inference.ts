import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.bedrock.InferenceProfile("assistant", {
    name: "assistant",
    modelSource: { copyFrom: "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.model" },
    tags,
  });
}
