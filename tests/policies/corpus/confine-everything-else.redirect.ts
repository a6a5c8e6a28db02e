import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.lb.Listener("https", {
    loadBalancerArn: "arn:aws:elasticloadbalancing:ca-central-1:123456789012:loadbalancer/app/orders/1",
    port: 443,
    protocol: "HTTPS",
    defaultActions: [
      { type: "redirect", redirect: { statusCode: "HTTP_307", host: `x.execute-api.${region}.amazonaws.com` } },
    ],
    tags,
  });
}
