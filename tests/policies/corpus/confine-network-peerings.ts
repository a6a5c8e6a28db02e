import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ec2.VpcPeeringConnection("office", { vpcId: "vpc-1", peerVpcId: "vpc-2", peerRegion: region, tags });
}
