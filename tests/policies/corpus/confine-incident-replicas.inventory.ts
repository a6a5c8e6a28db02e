import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.ssm.ResourceDataSync("inventory", {
    name: "inventory",
    s3Destination: { bucketName: bucketIn(region, "inventory").bucket, region },
  });
}
