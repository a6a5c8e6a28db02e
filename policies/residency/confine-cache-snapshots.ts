import { confine } from "../shared/confine";

export const confineCacheSnapshots = confine({
  name: "confine-cache-snapshots",
  what: "Snapshots and logs of ElastiCache and MemoryDB",
  how: "is restored from or logged to",
  destinations: {
    "aws:elasticache/replicationGroup:ReplicationGroup": [
      "bucket:snapshotArns[*]",
      "reference:logDeliveryConfigurations[*].destination",
      "reference:notificationTopicArn",
    ],
    "aws:elasticache/cluster:Cluster": [
      "bucket:snapshotArns",
      "reference:logDeliveryConfigurations[*].destination",
      "reference:notificationTopicArn",
    ],
    "aws:elasticache/serverlessCache:ServerlessCache": ["reference:snapshotArnsToRestores[*]"],
    "aws:memorydb/cluster:Cluster": ["bucket:snapshotArns[*]", "reference:snsTopicArn"],
    "aws:dax/cluster:Cluster": ["reference:notificationTopicArn"],
  },
  remediation: "Keep snapshots and logs in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-exporting.html",
});
