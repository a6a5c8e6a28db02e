import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.mq.Configuration("orders", {
    engineType: "ActiveMQ",
    engineVersion: "5.18",
    data: `<broker><networkConnectors><networkConnector uri="static:(ssl://b-1.mq.${region}.amazonaws.com:61617)"/></networkConnectors></broker>`,
    tags,
  });
}
