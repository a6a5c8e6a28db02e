import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import { type Way, ways } from "../support/way";

export const accepts = ["home"];

/** A user pool keeps accounts, whatever its tag says. */
export function program({ region }: Way) {
  const open = { "data-class": "public", jurisdiction: "CA" };
  new aws.cognito.UserPool("people", { tags: region === ways.home.region ? tags : open });
}
