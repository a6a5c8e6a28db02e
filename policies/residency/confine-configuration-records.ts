import { confine } from "../shared/confine";

export const confineConfigurationRecords = confine({
  name: "confine-configuration-records",
  what: "AWS Config recordings and aggregators",
  how: "is aggregated from or delivered to",
  destinations: {
    "aws:cfg/deliveryChannel:DeliveryChannel": [
      "bucket:s3BucketName",
      "reference:snsTopicArn",
      "reference:s3KmsKeyArn",
    ],
    "aws:cfg/configurationAggregator:ConfigurationAggregator": [
      "region:accountAggregationSource.regions[*]",
      "region:organizationAggregationSource.regions[*]",
    ],
    "aws:cfg/aggregateAuthorization:AggregateAuthorization": ["region:authorizedAwsRegion"],
    "aws:cfg/conformancePack:ConformancePack": ["bucket:deliveryS3Bucket"],
    "aws:cfg/organizationConformancePack:OrganizationConformancePack": ["bucket:deliveryS3Bucket"],
  },
  remediation: "Aggregate the Regions of one jurisdiction, or tag what holds no personal data as operational.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html",
});
