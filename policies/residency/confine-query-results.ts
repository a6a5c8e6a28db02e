import { confine } from "../shared/confine";

export const confineQueryResults = confine({
  name: "confine-query-results",
  what: "Results, rejects and logs of Athena and Timestream",
  how: "is written to",
  destinations: {
    "aws:athena/workgroup:Workgroup": [
      "bucket:configuration.resultConfiguration.outputLocation",
      "reference:configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn",
      "bucket:configuration.monitoringConfiguration.s3LoggingConfiguration.logLocation",
    ],
    "aws:athena/database:Database": ["bucket:bucket"],
    "aws:athena/dataCatalog:DataCatalog": ["text:parameters.*"],
    "aws:timestreamquery/scheduledQuery:ScheduledQuery": [
      "bucket:errorReportConfiguration.s3Configuration.bucketName",
      "reference:notificationConfiguration.snsConfiguration.topicArn",
    ],
    "aws:timestreamwrite/table:Table": [
      "bucket:magneticStoreWriteProperties.magneticStoreRejectedDataLocation.s3Configuration.bucketName",
    ],
    "aws:timestreaminfluxdb/dbCluster:DbCluster": ["bucket:logDeliveryConfiguration.s3Configuration.bucketName"],
    "aws:timestreaminfluxdb/dbInstance:DbInstance": ["bucket:logDeliveryConfiguration.s3Configuration.bucketName"],
  },
  remediation: "Write results to a bucket in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/athena/latest/ug/querying.html",
});
