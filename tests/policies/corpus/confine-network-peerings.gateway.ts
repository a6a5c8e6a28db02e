import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ec2transitgateway.PeeringAttachment("office", {
    transitGatewayId: "tgw-1",
    peerTransitGatewayId: "tgw-2",
    peerRegion: region,
    tags,
  });
}
