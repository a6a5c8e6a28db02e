import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export const stack = "global";

/** A name of no jurisdiction's own, with an answer for one country and a default that nothing says the class of. */
export function program({ region, tags }: Way) {
  const isOpen = tags === metrics;
  const answers = { country: ["CA", "ca-central-1"], default: ["*", region] } as const;
  for (const [setIdentifier, [country, place]] of Object.entries(answers)) {
    new aws.route53.Record(setIdentifier, {
      zoneId: "Z1",
      name: isOpen ? `${setIdentifier}.example.com` : "data.example.com",
      type: "A",
      setIdentifier,
      aliases: [{ name: `x.execute-api.${place}.amazonaws.com`, zoneId: "Z2", evaluateTargetHealth: true }],
      geolocationRoutingPolicies: [{ country }],
    });
  }
}
