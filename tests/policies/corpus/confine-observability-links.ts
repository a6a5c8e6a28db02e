import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.oam.Link("central", {
    labelTemplate: "$AccountName",
    resourceTypes: ["AWS::Logs::LogGroup"],
    sinkIdentifier: arn("oam", region, "sink/1"),
    tags,
  });
}
