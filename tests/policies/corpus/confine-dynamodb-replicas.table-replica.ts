import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const there = new aws.dynamodb.Table("there", {
    region,
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
    tags: metrics,
  });
  new aws.dynamodb.TableReplica("here", { globalTableArn: there.arn, tags });
}
