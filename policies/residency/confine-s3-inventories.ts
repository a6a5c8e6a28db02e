import { confine } from "../shared/confine";

export const confineS3Inventories = confine({
  name: "confine-s3-inventories",
  what: "Inventories and analyses of S3 buckets",
  how: "is listed into",
  destinations: {
    "aws:s3/inventory:Inventory": [
      "bucket:destination.bucket.bucketArn",
      "reference:destination.bucket.encryption.sseKms.keyId",
    ],
    "aws:s3/analyticsConfiguration:AnalyticsConfiguration": [
      "bucket:storageClassAnalysis.dataExport.destination.s3BucketDestination.bucketArn",
    ],
    "aws:s3/bucketMetadataConfiguration:BucketMetadataConfiguration": [
      "reference:metadataConfiguration.destinations[*].tableBucketArn",
      "reference:metadataConfiguration.inventoryTableConfiguration.tableArn",
      "reference:metadataConfiguration.journalTableConfiguration.tableArn",
    ],
    "aws:s3control/storageLensConfiguration:StorageLensConfiguration": [
      "bucket:storageLensConfiguration.dataExport.s3BucketDestination.arn",
      "bucket:storageLensConfiguration.expandedPrefixesDataExport.s3BucketDestination.arn",
      "region:storageLensConfiguration.include.regions[*]",
    ],
  },
  remediation: "Deliver to a bucket in a Region of the data's jurisdiction: object keys are data too.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html",
});
