import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export const stack = "staging";

export function program() {
  new aws.sqs.Queue("jobs", { tags });
}
