import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.chatbot.SlackChannelConfiguration("alarms", {
    configurationName: "alarms",
    iamRoleArn: "arn:aws:iam::123456789012:role/chat",
    slackTeamId: "T1",
    slackChannelId: region.startsWith("ca-") ? `https://chat.${region}.example.com/C1` : "C1",
    tags,
  });
}
