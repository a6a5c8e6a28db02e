import * as aws from "@pulumi/aws";
import { arn, bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const detector = new aws.guardduty.Detector("threats", { tags });
  new aws.guardduty.PublishingDestination("threats", {
    detectorId: detector.id,
    tags,
    destinationArn: bucketIn(region, "findings").bucket.apply((name) => `arn:aws:s3:::${name}`),
    kmsKeyArn: arn("kms", "ca-central-1", "key/1"),
  });
}
