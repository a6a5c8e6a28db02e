import { confine } from "../shared/confine";

export const confineAuditTrails = confine({
  name: "confine-audit-trails",
  what: "Audit trails, query logs and audit reports",
  how: "is recorded in",
  destinations: {
    "aws:cloudtrail/trail:Trail": ["bucket:s3BucketName", "reference:cloudWatchLogsGroupArn", "reference:kmsKeyId"],
    "aws:route53/queryLog:QueryLog": ["reference:cloudwatchLogGroupArn"],
    "aws:auditmanager/assessment:Assessment": ["bucket:assessmentReportsDestination.destination"],
    "aws:auditmanager/frameworkShare:FrameworkShare": ["region:destinationRegion"],
  },
  remediation: "Record in a bucket and log group of a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
});
