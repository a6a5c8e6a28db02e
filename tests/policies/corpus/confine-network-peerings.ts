import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.ec2.VpcPeeringConnection("office", { vpcId: "vpc-1", peerVpcId: "vpc-2", peerRegion: "us-east-1", tags });
}
