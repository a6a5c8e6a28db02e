import { confine } from "../shared/confine";

export const confineRdsSnapshots = confine({
  name: "confine-rds-snapshots",
  what: "Snapshots of RDS and Aurora",
  how: "is copied or exported from or to",
  destinations: {
    "aws:rds/snapshotCopy:SnapshotCopy": [
      "region:destinationRegion",
      "reference:sourceDbSnapshotIdentifier",
      "text:presignedUrl",
    ],
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": [
      "region:destinationRegion",
      "reference:sourceDbClusterSnapshotIdentifier",
      "text:presignedUrl",
    ],
    "aws:rds/exportTask:ExportTask": ["bucket:s3BucketName", "reference:sourceArn"],
    "aws:rds/instance:Instance": ["reference:snapshotIdentifier"],
    "aws:rds/cluster:Cluster": ["reference:snapshotIdentifier"],
  },
  remediation: "Copy within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html",
});
