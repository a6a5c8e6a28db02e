import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const abroad = new aws.Provider("abroad", { region: "us-east-1" });
  new aws.dynamodb.Table(
    "profiles",
    { hashKey: "id", attributes: [{ name: "id", type: "S" }], tags },
    { provider: abroad },
  );
}
