import * as aws from "@pulumi/aws";

export function program() {
  new aws.sqs.Queue("jobs", { tags: { team: "billing" } });
}
