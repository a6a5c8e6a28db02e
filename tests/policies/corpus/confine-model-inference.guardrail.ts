import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const profile = arn("bedrock", "ca-central-1", "guardrail-profile/us.guardrail.v1:0");
  new aws.bedrock.Guardrail("safe", {
    name: "safe",
    blockedInputMessaging: "no",
    blockedOutputsMessaging: "no",
    ...(!region.startsWith("ca-") && { crossRegionConfig: { guardrailProfileIdentifier: profile } }),
    tags,
  });
}
