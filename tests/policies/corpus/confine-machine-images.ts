import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ec2.AmiCopy("worker", { name: "worker", sourceAmiId: "ami-1", sourceAmiRegion: region, tags });
}
