import { confine } from "../shared/confine";

export const confineEfsReplication = confine({
  name: "confine-efs-replication",
  what: "Replicas of EFS file systems",
  how: "is replicated to",
  destinations: {
    "aws:efs/replicationConfiguration:ReplicationConfiguration": [
      "region:destination.region",
      "reference:destination.fileSystemId",
      "reference:destination.kmsKeyId",
    ],
  },
  remediation: "Replicate to a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html",
});
