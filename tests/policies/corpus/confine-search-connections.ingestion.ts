import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const body = [
    "version: '2'",
    "orders:",
    "  sink:",
    `    - opensearch: { hosts: [https://search-x.${region}.es.amazonaws.com] }`,
  ];
  new aws.opensearchingest.Pipeline("orders", {
    pipelineName: "orders",
    minUnits: 1,
    maxUnits: 2,
    pipelineConfigurationBody: body.join("\n"),
    tags,
  });
}
