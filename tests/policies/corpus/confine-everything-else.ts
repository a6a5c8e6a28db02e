import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ec2.AmiCopy("worker", {
    name: "worker",
    sourceAmiId: "ami-1",
    sourceAmiRegion: "ca-central-1",
    destinationOutpostArn: arn("outposts", region, "outpost/op-1"),
    tags,
  });
}
