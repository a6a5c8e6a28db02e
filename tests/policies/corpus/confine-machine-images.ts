import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.ec2.AmiCopy("worker", { name: "worker", sourceAmiId: "ami-1", sourceAmiRegion: "us-west-2", tags });
}
