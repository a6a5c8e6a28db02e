import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.ec2.FlowLog("network", {
    vpcId: "vpc-1",
    trafficType: "ALL",
    logDestination: "arn:aws:logs:us-east-1:123456789012:log-group:flows",
    tags,
  });
}
