import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.cloudwatch.EventApiDestination("hook", {
    httpMethod: "POST",
    connectionArn: arn("events", "ca-central-1", "connection/hook"),
    invocationEndpoint: `https://hooks.${region}.example.com/in`,
  });
}
