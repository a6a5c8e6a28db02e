import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const table = new aws.dynamodb.Table("orders", { hashKey: "id", attributes: [{ name: "id", type: "S" }], tags });
  new aws.dynamodb.TableExport("nightly", { tableArn: table.arn, s3Bucket: bucketIn(region, "exports").bucket });
}
