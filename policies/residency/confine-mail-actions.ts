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
  },
  remediation: "Pass mail on within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action.html",
});
