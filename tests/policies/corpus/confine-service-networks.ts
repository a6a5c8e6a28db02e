import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.vpclattice.ResourceConfiguration("orders", {
    name: "orders",
    type: "ARN",
    resourceConfigurationDefinition: { arnResource: { arn: arn("rds", region, "cluster:orders") } },
    tags,
  });
}
