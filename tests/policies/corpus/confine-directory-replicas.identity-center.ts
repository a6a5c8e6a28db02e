import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.ssoadmin.Region("second", { instanceArn: "arn:aws:sso:::instance/ssoins-1", regionName: region });
}
