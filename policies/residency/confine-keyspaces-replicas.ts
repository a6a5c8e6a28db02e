import { confine } from "../shared/confine";

export const confineKeyspacesReplicas = confine({
  name: "confine-keyspaces-replicas",
  what: "Replicas of Keyspaces and Aurora DSQL",
  how: "is replicated to",
  destinations: {
    "aws:keyspaces/keyspace:Keyspace": ["region:replicationSpecification.regionLists[*]"],
    "aws:dsql/cluster:Cluster": [
      "region:multiRegionProperties.witnessRegion",
      "reference:multiRegionProperties.clusters[*]",
    ],
    "aws:dsql/clusterPeering:ClusterPeering": ["region:witnessRegion", "reference:clusters[*]"],
    "aws:docdb/cluster:Cluster": [
      "reference:restoreToPointInTime.sourceClusterIdentifier",
      "reference:snapshotIdentifier",
    ],
    "aws:neptune/cluster:Cluster": ["reference:snapshotIdentifier"],
  },
  remediation: "Replicate within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication.html",
});
