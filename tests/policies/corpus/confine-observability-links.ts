import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.oam.Link("central", {
    labelTemplate: "$AccountName",
    resourceTypes: ["AWS::Logs::LogGroup"],
    sinkIdentifier: "arn:aws:oam:us-east-1:123456789012:sink/1",
    tags,
  });
}
