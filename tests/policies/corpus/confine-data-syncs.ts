import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.datasync.Task("nightly", {
    sourceLocationArn: arn("datasync", "ca-central-1", "location/loc-1"),
    destinationLocationArn: arn("datasync", region, "location/loc-2"),
    tags,
  });
}
