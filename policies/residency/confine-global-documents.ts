import { confineGroups } from "../shared/groups";

export const confineGlobalDocuments = confineGroups({
  name: "confine-global-documents",
  what: "DocumentDB and Neptune global clusters",
  members: {
    "aws:docdb/cluster:Cluster": "globalClusterIdentifier",
    "aws:neptune/cluster:Cluster": "globalClusterIdentifier",
  },
  groups: {
    "aws:docdb/globalCluster:GlobalCluster": {
      identifiers: ["globalClusterIdentifier"],
      first: "sourceDbClusterIdentifier",
    },
    "aws:neptune/globalCluster:GlobalCluster": {
      identifiers: ["globalClusterIdentifier"],
      first: "sourceDbClusterIdentifier",
    },
  },
  url: "https://docs.aws.amazon.com/documentdb/latest/developerguide/global-clusters.html",
});
