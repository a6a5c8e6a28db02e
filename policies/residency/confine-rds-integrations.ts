import { confine } from "../shared/confine";

export const confineRdsIntegrations = confine({
  name: "confine-rds-integrations",
  what: "Zero-ETL integrations and activity streams of databases",
  how: "is fed from or to",
  destinations: {
    "aws:rds/integration:Integration": ["reference:sourceArn", "reference:targetArn"],
    "aws:rds/clusterActivityStream:ClusterActivityStream": ["reference:resourceArn"],
    "aws:redshift/integration:Integration": ["reference:sourceArn", "reference:targetArn"],
  },
  remediation: "Integrate with a warehouse in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/zero-etl.html",
});
