import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.bedrock.Guardrail("safe", {
    name: "safe",
    blockedInputMessaging: "no",
    blockedOutputsMessaging: "no",
    crossRegionConfig: {
      guardrailProfileIdentifier: region.startsWith("ca-")
        ? arn("bedrock", region, "guardrail-profile/own")
        : arn("bedrock", "ca-central-1", "guardrail-profile/us.guardrail.v1:0"),
    },
    tags,
  });
}
