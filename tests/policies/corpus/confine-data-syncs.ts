import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.datasync.Task("nightly", {
    sourceLocationArn: "arn:aws:datasync:ca-central-1:123456789012:location/loc-1",
    destinationLocationArn: "arn:aws:datasync:us-east-1:123456789012:location/loc-2",
    tags,
  });
}
