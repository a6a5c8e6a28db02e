import { confineGroups } from "../shared/groups";

export const confineGlobalDatabases = confineGroups({
  name: "confine-global-databases",
  what: "Aurora global databases",
  members: { "aws:rds/cluster:Cluster": "globalClusterIdentifier" },
  groups: {
    "aws:rds/globalCluster:GlobalCluster": {
      identifiers: ["globalClusterIdentifier"],
      first: "sourceDbClusterIdentifier",
    },
  },
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html",
});
