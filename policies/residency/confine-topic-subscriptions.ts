import { confine } from "../shared/confine";

export const confineTopicSubscriptions = confine({
  name: "confine-topic-subscriptions",
  what: "SNS subscriptions",
  how: "is delivered to",
  destinations: {
    "aws:sns/topicSubscription:TopicSubscription": ["url:endpoint", "reference:topic", "text:redrivePolicy"],
    "aws:sns/platformApplication:PlatformApplication": [
      "reference:eventDeliveryFailureTopicArn",
      "reference:eventEndpointCreatedTopicArn",
      "reference:eventEndpointDeletedTopicArn",
      "reference:eventEndpointUpdatedTopicArn",
    ],
    "aws:sns/smsPreferences:SmsPreferences": ["bucket:usageReportS3Bucket"],
  },
  remediation: "Deliver to an endpoint in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html",
});
