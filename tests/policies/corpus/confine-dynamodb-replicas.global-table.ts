import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.dynamodb.GlobalTable("orders", {
    name: "orders",
    replicas: [{ regionName: "ca-central-1" }, { regionName: region }],
  });
}
