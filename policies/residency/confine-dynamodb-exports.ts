import { confine } from "../shared/confine";

export const confineDynamodbExports = confine({
  name: "confine-dynamodb-exports",
  what: "Exports, imports and restores of DynamoDB tables",
  how: "is exported to or imported from",
  destinations: {
    "aws:dynamodb/tableExport:TableExport": ["bucket:s3Bucket", "reference:tableArn"],
    "aws:dynamodb/table:Table": [
      "bucket:importTable.s3BucketSource.bucket",
      "reference:restoreSourceTableArn",
      "reference:restoreBackupArn",
    ],
  },
  remediation: "Use a bucket in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.HowItWorks.html",
});
