import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.imagebuilder.DistributionConfiguration("workers", {
    name: "workers",
    distributions: [{ region, amiDistributionConfiguration: { name: "worker-{{ imagebuilder:buildDate }}" } }],
    tags,
  });
}
