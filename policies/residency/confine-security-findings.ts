import { confine } from "../shared/confine";

export const confineSecurityFindings = confine({
  name: "confine-security-findings",
  what: "Aggregation of security findings",
  how: "is aggregated from or delivered to",
  destinations: {
    "aws:securityhub/findingAggregator:FindingAggregator": ["region:specifiedRegions[*]"],
    "aws:securityhub/aggregatorV2:AggregatorV2": ["region:linkedRegions[*]"],
    "aws:guardduty/publishingDestination:PublishingDestination": ["bucket:destinationArn", "reference:kmsKeyArn"],
    "aws:macie2/classificationExportConfiguration:ClassificationExportConfiguration": [
      "bucket:s3Destination.bucketName",
    ],
    "aws:securitylake/dataLake:DataLake": [
      "region:configuration.region",
      "region:configuration.replicationConfiguration.regions[*]",
    ],
    "aws:securitylake/awsLogSource:AwsLogSource": ["region:source.regions[*]"],
    "aws:securitylake/subscriberNotification:SubscriberNotification": [
      "url:configuration.httpsNotificationConfiguration.endpoint",
    ],
    "aws:detective/invitationAccepter:InvitationAccepter": ["reference:graphArn"],
    "aws:detective/member:Member": ["reference:graphArn"],
    "aws:securityhub/connectorV2:ConnectorV2": ["url:connectorProvider.jiraCloud.domain"],
    "aws:securityhub/productSubscription:ProductSubscription": ["reference:productArn"],
  },
  remediation: "Aggregate the Regions of one jurisdiction.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/finding-aggregation.html",
});
