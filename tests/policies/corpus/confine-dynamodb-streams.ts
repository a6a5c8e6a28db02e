import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const table = new aws.dynamodb.Table("orders", { hashKey: "id", attributes: [{ name: "id", type: "S" }], tags });
  const stream = new aws.kinesis.Stream("changes", { region, tags: metrics });
  new aws.dynamodb.KinesisStreamingDestination("changes", { tableName: table.name, streamArn: stream.arn });
}
