import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["free"];

export function program({ tags }: Way) {
  new aws.amplify.Branch("main", { appId: "d1", branchName: "main", tags });
}
