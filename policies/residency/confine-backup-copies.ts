import { confine } from "../shared/confine";

export const confineBackupCopies = confine({
  name: "confine-backup-copies",
  what: "Copies of AWS Backup recovery points",
  how: "is copied to",
  destinations: {
    "aws:backup/plan:Plan": [
      "reference:rules[*].copyActions[*].destinationVaultArn",
      "reference:rules[*].targetLogicallyAirGappedBackupVaultArn",
    ],
    "aws:backup/reportPlan:ReportPlan": [
      "bucket:reportDeliveryChannel.s3BucketName",
      "region:reportSetting.regions[*]",
    ],
    "aws:backup/vaultNotifications:VaultNotifications": ["reference:snsTopicArn"],
  },
  remediation: "Copy to a vault in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
});
