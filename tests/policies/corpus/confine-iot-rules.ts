import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.iot.TopicRule("readings", {
    name: "readings",
    enabled: true,
    sql: "SELECT * FROM 'readings'",
    sqlVersion: "2016-03-23",
    lambdas: [{ functionArn: "arn:aws:lambda:us-east-1:123456789012:function:readings" }],
    tags,
  });
}
