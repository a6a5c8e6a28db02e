import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.eks.Addon("logs", {
    clusterName: "orders",
    addonName: "amazon-cloudwatch-observability",
    configurationValues: JSON.stringify({ agent: { config: { logs: { region_override: region } } } }),
    tags,
  });
}
