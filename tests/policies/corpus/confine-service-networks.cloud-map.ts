import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.servicediscovery.Instance("orders", {
    instanceId: "orders",
    serviceId: "srv-1",
    attributes: { AWS_INSTANCE_CNAME: `orders.${region}.elb.amazonaws.com` },
  });
}
