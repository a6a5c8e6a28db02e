import { confine } from "../shared/confine";

export const confineDataCatalogs = confine({
  name: "confine-data-catalogs",
  what: "Glue connections, crawlers, tables and jobs",
  how: "is read from or written to",
  destinations: {
    "aws:glue/catalogTable:CatalogTable": ["bucket:storageDescriptor.location", "region:targetTable.region"],
    "aws:glue/catalogDatabase:CatalogDatabase": ["bucket:locationUri", "region:targetDatabase.region"],
    "aws:glue/connection:Connection": ["text:connectionProperties.*"],
    "aws:glue/crawler:Crawler": ["bucket:s3Targets[*].path", "reference:s3Targets[*].eventQueueArn"],
    "aws:glue/job:Job": ["text:defaultArguments.*"],
  },
  remediation: "Use data stores in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/glue/latest/dg/cross-account-access.html",
});
