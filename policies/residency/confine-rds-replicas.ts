import { confine } from "../shared/confine";

export const confineRdsReplicas = confine({
  name: "confine-rds-replicas",
  what: "Read replicas of RDS and Aurora",
  how: "is replicated from or to",
  destinations: {
    "aws:rds/instance:Instance": ["reference:replicateSourceDb"],
    "aws:rds/cluster:Cluster": ["reference:replicationSourceIdentifier", "region:sourceRegion"],
    "aws:neptune/cluster:Cluster": ["reference:replicationSourceIdentifier"],
  },
  remediation: "Replicate between Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html",
});
