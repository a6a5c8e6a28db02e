import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.oam.Link("traces", {
    labelTemplate: "$AccountName",
    resourceTypes: ["AWS::XRay::Trace"],
    sinkIdentifier: arn("oam", region, "sink/1"),
    tags,
  });
}
