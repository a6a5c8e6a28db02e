import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region, tags }: Way) {
  new aws.sqs.Queue("jobs", { tags: region.startsWith("ca-") ? tags : { jurisdiction: "CA" } });
}
