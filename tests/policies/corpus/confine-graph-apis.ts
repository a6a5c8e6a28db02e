import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const api = new aws.appsync.GraphQLApi("letters", { authenticationType: "API_KEY", tags });
  new aws.appsync.DataSource("letters", {
    apiId: api.id,
    name: "letters",
    type: "AMAZON_DYNAMODB",
    dynamodbConfig: { tableName: "letters", region: "us-east-1" },
  });
}
