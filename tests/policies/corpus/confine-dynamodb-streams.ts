import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const table = new aws.dynamodb.Table("orders", { hashKey: "id", attributes: [{ name: "id", type: "S" }], tags });
  const stream = new aws.kinesis.Stream("changes", { region: "us-east-1", tags: metrics });
  new aws.dynamodb.KinesisStreamingDestination("changes", { tableName: table.name, streamArn: stream.arn });
}
