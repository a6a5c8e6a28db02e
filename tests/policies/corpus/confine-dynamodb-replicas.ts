import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const profiles = new aws.dynamodb.Table("profiles", {
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
    streamEnabled: true,
    replicas: [{ regionName: "ca-west-1" }, { regionName: "us-east-1" }],
    tags,
  });
  new aws.dynamodb.ContributorInsights("profiles", { tableName: profiles.name });
}
