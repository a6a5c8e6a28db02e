import { confine } from "../shared/confine";

export const confineEbsSnapshots = confine({
  name: "confine-ebs-snapshots",
  what: "Copies of EBS snapshots",
  how: "is copied from",
  destinations: {
    "aws:ebs/snapshotCopy:SnapshotCopy": ["region:sourceRegion"],
    "aws:ebs/snapshotImport:SnapshotImport": ["bucket:diskContainer.userBucket.s3Bucket", "url:diskContainer.url"],
    "aws:dlm/lifecyclePolicy:LifecyclePolicy": [
      "region:policyDetails.schedules[*].crossRegionCopyRules[*].targetRegion",
      "region:policyDetails.schedules[*].crossRegionCopyRules[*].target",
      "region:policyDetails.action.crossRegionCopies[*].target",
      "reference:policyDetails.schedules[*].crossRegionCopyRules[*].cmkArn",
    ],
  },
  remediation: "Copy within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ebs-copy-snapshot.html",
});
