import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const table = new aws.dynamodb.Table("orders", { hashKey: "id", attributes: [{ name: "id", type: "S" }], tags });
  const exports = new aws.s3.Bucket("exports", { bucket: "exports", region: "us-east-1", tags: metrics });
  new aws.dynamodb.TableExport("nightly", { tableArn: table.arn, s3Bucket: exports.bucket });
}
