import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const logs = new aws.s3.Bucket("logs", { bucket: "logs", region: "us-east-1", tags: metrics });
  new aws.lb.LoadBalancer("front", { internal: true, accessLogs: { bucket: logs.bucket, enabled: true }, tags });
}
