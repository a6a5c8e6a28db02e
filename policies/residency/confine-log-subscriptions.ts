import { confine } from "../shared/confine";

export const confineLogSubscriptions = confine({
  name: "confine-log-subscriptions",
  what: "CloudWatch Logs subscriptions, destinations and deliveries",
  how: "is forwarded to",
  destinations: {
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": ["reference:destinationArn"],
    "aws:cloudwatch/logDestination:LogDestination": ["reference:targetArn"],
    "aws:cloudwatch/logDelivery:LogDelivery": ["reference:deliveryDestinationArn"],
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": [
      "reference:deliveryDestinationConfiguration.destinationResourceArn",
    ],
    "aws:cloudwatch/logAccountPolicy:LogAccountPolicy": ["text:policyDocument"],
    "aws:cloudwatch/logS3TableIntegrationSource:LogS3TableIntegrationSource": ["reference:integrationArn"],
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": ["text:policyDocument"],
    "aws:sns/dataProtectionPolicy:DataProtectionPolicy": ["text:policy"],
    "aws:opensearch/domain:Domain": ["reference:logPublishingOptions[*].cloudwatchLogGroupArn"],
    "aws:elasticsearch/domain:Domain": ["reference:logPublishingOptions[*].cloudwatchLogGroupArn"],
  },
  remediation: "Forward to a destination in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions.html",
});
