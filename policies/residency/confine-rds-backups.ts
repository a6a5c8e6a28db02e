import { confine } from "../shared/confine";

export const confineRdsBackups = confine({
  name: "confine-rds-backups",
  what: "Automated backups of RDS that are replicated or restored",
  how: "is backed up from or to",
  destinations: {
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": [
      "reference:sourceDbInstanceArn",
      "text:preSignedUrl",
      "reference:kmsKeyId",
    ],
    "aws:rds/instance:Instance": [
      "reference:restoreToPointInTime.sourceDbInstanceAutomatedBackupsArn",
      "bucket:s3Import.bucketName",
    ],
    "aws:rds/cluster:Cluster": ["reference:restoreToPointInTime.sourceClusterIdentifier", "bucket:s3Import.bucketName"],
    "aws:rds/customDbEngineVersion:CustomDbEngineVersion": ["bucket:databaseInstallationFilesS3BucketName"],
  },
  remediation: "Keep backups in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html",
});
