import { confineGroups } from "../shared/groups";

export const confineGlobalCaches = confineGroups({
  name: "confine-global-caches",
  what: "ElastiCache global datastores and MemoryDB multi-Region clusters",
  members: {
    "aws:elasticache/replicationGroup:ReplicationGroup": "globalReplicationGroupId",
    "aws:memorydb/cluster:Cluster": "multiRegionClusterName",
  },
  groups: {
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": {
      identifiers: ["globalReplicationGroupId"],
      first: "primaryReplicationGroupId",
    },
    "aws:memorydb/multiRegionCluster:MultiRegionCluster": { identifiers: ["multiRegionClusterName"] },
  },
  url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastore.html",
});
