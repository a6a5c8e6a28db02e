import * as aws from "@pulumi/aws";

export function program() {
  new aws.securityhub.FindingAggregator("all", {
    linkingMode: "SPECIFIED_REGIONS",
    specifiedRegions: ["ca-west-1", "us-east-1"],
  });
}
