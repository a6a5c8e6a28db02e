import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

/** JSON may write any letter by its number. */
export function program({ region, tags }: Way) {
  const escaped = region.replaceAll("-", "\\u002d");
  new aws.ssm.Parameter("orders", { type: "String", value: `{"target":"${escaped}"}`, tags });
}
