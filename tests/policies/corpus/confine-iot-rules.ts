import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.iot.TopicRule("readings", {
    name: "readings",
    enabled: true,
    sql: "SELECT * FROM 'readings'",
    sqlVersion: "2016-03-23",
    lambdas: [{ functionArn: arn("lambda", region, "function:readings") }],
    tags,
  });
}
