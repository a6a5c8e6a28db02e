import { confine } from "../shared/confine";

export const confineMailActions = confine({
  name: "confine-mail-actions",
  what: "Actions on received mail and events of sent mail",
  how: "is passed on to",
  destinations: {
    "aws:ses/receiptRule:ReceiptRule": [
      "reference:bounceActions[*].topicArn",
      "reference:lambdaActions[*].functionArn",
      "bucket:s3Actions[*].bucketName",
      "reference:snsActions[*].topicArn",
      "reference:workmailActions[*].organizationArn",
      "reference:lambdaActions[*].topicArn",
      "reference:s3Actions[*].topicArn",
      "reference:stopActions[*].topicArn",
      "reference:workmailActions[*].topicArn",
    ],
    "aws:ses/eventDestination:EventDestination": [
      "reference:kinesisDestination.streamArn",
      "reference:snsDestination.topicArn",
    ],
    "aws:ses/identityNotificationTopic:IdentityNotificationTopic": ["reference:topicArn"],
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": [
      "reference:eventDestination.eventBridgeDestination.eventBusArn",
      "reference:eventDestination.kinesisFirehoseDestination.deliveryStreamArn",
      "reference:eventDestination.pinpointDestination.applicationArn",
      "reference:eventDestination.snsDestination.topicArn",
    ],
    "aws:sesv2/multiRegionEndpoint:MultiRegionEndpoint": ["region:details.routesDetails.region"],
    "aws:pinpoint/eventStream:EventStream": ["reference:destinationStreamArn"],
    "aws:mailmanager/relay:Relay": ["url:serverName"],
    "aws:mailmanager/ruleSet:RuleSet": [
      "reference:rules[*].actions[*].deliverToMailbox.mailboxArn",
      "reference:rules[*].actions[*].invokeLambda.functionArn",
      "reference:rules[*].actions[*].publishToSns.topicArn",
      "bucket:rules[*].actions[*].writeToS3.s3Bucket",
    ],
    "aws:pinpoint/smsvoicev2EventDestination:Smsvoicev2EventDestination": [
      "reference:cloudwatchLogsDestination.logGroupArn",
      "reference:kinesisFirehoseDestination.deliveryStreamArn",
      "reference:snsDestination.topicArn",
    ],
    "aws:pinpoint/smsvoicev2PhoneNumber:Smsvoicev2PhoneNumber": ["reference:twoWayChannelArn"],
    "aws:pinpoint/smsvoicev2Pool:Smsvoicev2Pool": ["reference:twoWayChannelArn"],
    "aws:pinpoint/emailChannel:EmailChannel": ["reference:identity"],
    "aws:pinpoint/app:App": ["url:campaignHook.webUrl", "reference:campaignHook.lambdaFunctionName"],
  },
  remediation: "Pass mail on within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action.html",
});
