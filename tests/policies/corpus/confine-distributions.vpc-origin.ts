import * as aws from "@pulumi/aws";
import { lookups } from "../support/tags";
import type { Way } from "../support/way";

export const accepts = ["free"];

export function program({ tags }: Way) {
  const balancer = new aws.lb.LoadBalancer("origin", { internal: true, tags });
  new aws.cloudfront.VpcOrigin("origin", {
    vpcOriginEndpointConfig: {
      name: "origin",
      arn: balancer.arn,
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
    },
    tags: lookups,
  });
}
