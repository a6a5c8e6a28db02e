import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.cognito.UserPool("users", {
    emailConfiguration: {
      emailSendingAccount: "DEVELOPER",
      sourceArn: "arn:aws:ses:us-east-1:123456789012:identity/example.com",
    },
    tags,
  });
}
