import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export const stack = "staging";

export function program({ tags }: Way) {
  new aws.sqs.Queue("jobs", { tags });
}
