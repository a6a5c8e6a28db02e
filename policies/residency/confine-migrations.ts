import { confine } from "../shared/confine";

export const confineMigrations = confine({
  name: "confine-migrations",
  what: "DMS endpoints and tasks",
  how: "is migrated from or to",
  destinations: {
    "aws:dms/endpoint:Endpoint": [
      "url:serverName",
      "bucket:redshiftSettings.bucketName",
      "reference:kinesisSettings.streamArn",
      "reference:secretsManagerArn",
      "url:elasticsearchSettings.endpointUri",
      "url:kafkaSettings.broker",
      "url:oracleSettings.asmServer",
      "url:redisSettings.serverName",
    ],
    "aws:dms/s3Endpoint:S3Endpoint": ["bucket:bucketName"],
    "aws:dms/replicationTask:ReplicationTask": [
      "reference:sourceEndpointArn",
      "reference:targetEndpointArn",
      "reference:replicationInstanceArn",
    ],
    "aws:dms/replicationConfig:ReplicationConfig": ["reference:sourceEndpointArn", "reference:targetEndpointArn"],
    "aws:dms/dataProvider:DataProvider": ["text:settings"],
  },
  remediation: "Migrate between Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Introduction.html",
});
