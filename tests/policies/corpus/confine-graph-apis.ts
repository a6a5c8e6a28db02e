import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const api = new aws.appsync.GraphQLApi("letters", { authenticationType: "API_KEY", tags });
  new aws.appsync.DataSource("letters", {
    apiId: api.id,
    name: "letters",
    type: "AMAZON_DYNAMODB",
    dynamodbConfig: { tableName: "letters", region },
  });
}
