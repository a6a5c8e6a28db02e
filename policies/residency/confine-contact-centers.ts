import { confine } from "../shared/confine";

export const confineContactCenters = confine({
  name: "confine-contact-centers",
  what: "Recordings, bots and profiles of contact centres",
  how: "is recorded or handled in",
  destinations: {
    "aws:connect/botAssociation:BotAssociation": ["region:lexBot.lexRegion"],
    "aws:connect/instanceStorageConfig:InstanceStorageConfig": [
      "reference:storageConfig.kinesisFirehoseConfig.firehoseArn",
      "reference:storageConfig.kinesisStreamConfig.streamArn",
      "bucket:storageConfig.s3Config.bucketName",
    ],
    "aws:connect/lambdaFunctionAssociation:LambdaFunctionAssociation": ["reference:functionArn"],
    "aws:connect/phoneNumber:PhoneNumber": ["reference:targetArn"],
    "aws:customerprofiles/domain:Domain": [
      "url:deadLetterQueueUrl",
      "bucket:matching.exportingConfig.s3Exporting.s3BucketName",
      "bucket:ruleBasedMatching.exportingConfig.s3Exporting.s3BucketName",
    ],
    "aws:lex/botAlias:BotAlias": ["bucket:conversationLogs.logSettings[*].resourceArn"],
  },
  remediation: "Record and handle contacts in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/connect/latest/APIReference/API_AssociateInstanceStorageConfig.html",
});
