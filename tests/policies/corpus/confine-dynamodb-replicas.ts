import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.dynamodb.Table("profiles", {
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
    streamEnabled: true,
    replicas: [{ regionName: "ca-west-1" }, { regionName: region }],
    tags,
  });
}
