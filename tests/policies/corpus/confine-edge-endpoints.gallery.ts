import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["free"];

export function program({ tags }: Way) {
  new aws.ecrpublic.Repository("tools", { repositoryName: "tools", tags });
}
