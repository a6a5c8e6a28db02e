import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.lb.LoadBalancer("front", {
    internal: true,
    accessLogs: { bucket: bucketIn(region, "logs").bucket, enabled: true },
    tags,
  });
}
