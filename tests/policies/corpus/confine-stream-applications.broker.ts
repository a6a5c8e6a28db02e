import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.mq.Broker("orders", {
    brokerName: "orders",
    engineType: "ActiveMQ",
    engineVersion: "5.18",
    hostInstanceType: "mq.m5.large",
    dataReplicationMode: "CRDR",
    dataReplicationPrimaryBrokerArn: arn("mq", region, "broker:orders:b-1"),
    users: [{ username: "u", password: "example-of-16-chars" }],
    tags,
  });
}
