import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.bedrock.InferenceProfile("assistant", {
    name: "assistant",
    modelSource: {
      copyFrom: region.startsWith("ca-")
        ? "arn:aws:bedrock:ca-central-1::foundation-model/amazon.nova-lite-v1:0"
        : arn("bedrock", "ca-central-1", "inference-profile/global.amazon.nova-2-lite-v1:0"),
    },
    tags,
  });
}
