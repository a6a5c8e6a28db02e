import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ivs.RecordingConfiguration("calls", {
    name: "calls",
    destinationConfiguration: { s3: { bucketName: bucketIn(region, "calls").bucket } },
    tags,
  });
}
