import { confine } from "../shared/confine";

export const confineDataCatalogs = confine({
  name: "confine-data-catalogs",
  what: "Data catalogs of Glue and DataZone, their connections, crawlers and jobs",
  how: "is read from or written to",
  destinations: {
    "aws:glue/catalogTable:CatalogTable": [
      "bucket:storageDescriptor.location",
      "region:targetTable.region",
      "bucket:storageDescriptor.additionalLocations[*]",
      "bucket:openTableFormatInput.icebergInput.icebergTableInput.location",
    ],
    "aws:glue/catalogDatabase:CatalogDatabase": ["bucket:locationUri", "region:targetDatabase.region"],
    "aws:glue/connection:Connection": [
      "url:connectionProperties.JDBC_CONNECTION_URL",
      "url:connectionProperties.CONNECTION_URL",
      "text:connectionProperties.KAFKA_BOOTSTRAP_SERVERS",
      "text:athenaProperties.*",
    ],
    "aws:glue/crawler:Crawler": [
      "bucket:s3Targets[*].path",
      "reference:s3Targets[*].eventQueueArn",
      "reference:s3Targets[*].dlqEventQueueArn",
      "reference:catalogTargets[*].eventQueueArn",
      "reference:catalogTargets[*].dlqEventQueueArn",
      "bucket:deltaTargets[*].deltaTables[*]",
      "bucket:hudiTargets[*].paths[*]",
      "bucket:icebergTargets[*].paths[*]",
    ],
    "aws:glue/job:Job": ["text:defaultArguments.*", "bucket:command.scriptLocation", "text:nonOverridableArguments.*"],
    "aws:glue/devEndpoint:DevEndpoint": ["bucket:extraJarsS3Path", "bucket:extraPythonLibsS3Path", "text:arguments.*"],
    "aws:glue/catalog:Catalog": ["reference:targetRedshiftCatalog.catalogArn"],
    "aws:datazone/environment:Environment": ["region:accountRegion"],
    "aws:datazone/environmentProfile:EnvironmentProfile": ["region:awsAccountRegion"],
    "aws:datazone/environmentBlueprintConfiguration:EnvironmentBlueprintConfiguration": ["region:enabledRegions[*]"],
  },
  remediation: "Use data stores in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/glue/latest/dg/cross-account-access.html",
});
