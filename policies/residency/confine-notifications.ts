import { confine } from "../shared/confine";

export const confineNotifications = confine({
  name: "confine-notifications",
  what: "Notifications that people get outside of AWS",
  how: "is told to",
  destinations: {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": [
      "url:slackChannelId",
      "reference:snsTopicArns[*]",
    ],
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": ["url:channelId", "reference:snsTopicArns[*]"],
    "aws:codestarnotifications/notificationRule:NotificationRule": ["reference:targets[*].address"],
    "aws:devopsguru/notificationChannel:NotificationChannel": ["reference:sns.topicArn"],
    "aws:ssmcontacts/contactChannel:ContactChannel": ["url:deliveryAddress.simpleAddress"],
    "aws:ssmincidents/responsePlan:ResponsePlan": ["reference:incidentTemplate.notificationTargets[*].snsTopicArn"],
  },
  remediation: "Tell channels whose place `elsewhere` says, or tag what tells no personal data as operational.",
  url: "https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html",
});
