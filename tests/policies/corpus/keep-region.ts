import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const there = new aws.Provider("there", { region });
  new aws.dynamodb.Table(
    "profiles",
    { hashKey: "id", attributes: [{ name: "id", type: "S" }], tags },
    { provider: there },
  );
}
