import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.lambda.FunctionEventInvokeConfig("mailer", {
    functionName: "mailer",
    destinationConfig: { onFailure: { destination: arn("sqs", region, "failed") } },
  });
}
