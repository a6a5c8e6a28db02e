import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ec2.FlowLog("network", {
    vpcId: "vpc-1",
    trafficType: "ALL",
    logDestination: arn("logs", region, "log-group:flows"),
    tags,
  });
}
