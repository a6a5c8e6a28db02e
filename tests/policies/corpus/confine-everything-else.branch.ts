import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.amplify.Branch("main", {
    appId: "d1",
    branchName: "main",
    environmentVariables: { ORDERS_API: `https://x.execute-api.${region}.amazonaws.com/orders` },
    tags,
  });
}
