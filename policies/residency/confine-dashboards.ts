import { confine } from "../shared/confine";

export const confineDashboards = confine({
  name: "confine-dashboards",
  what: "Sources of QuickSight dashboards",
  how: "is read from",
  destinations: {
    "aws:quicksight/dataSet:DataSet": [
      "reference:logicalTableMaps[*].source.dataSetArn",
      "reference:physicalTableMaps[*].customSql.dataSourceArn",
      "reference:physicalTableMaps[*].relationalTable.dataSourceArn",
      "reference:physicalTableMaps[*].s3Source.dataSourceArn",
      "reference:rowLevelPermissionDataSet.arn",
    ],
    "aws:quicksight/dataSource:DataSource": [
      "url:parameters.aurora.host",
      "url:parameters.auroraPostgresql.host",
      "url:parameters.databricks.host",
      "url:parameters.jira.siteBaseUrl",
      "url:parameters.mariaDb.host",
      "url:parameters.mysql.host",
      "url:parameters.oracle.host",
      "url:parameters.postgresql.host",
      "url:parameters.presto.host",
      "url:parameters.redshift.host",
      "bucket:parameters.s3.manifestFileLocation.bucket",
      "url:parameters.serviceNow.siteBaseUrl",
      "url:parameters.snowflake.host",
      "url:parameters.spark.host",
      "url:parameters.sqlServer.host",
      "url:parameters.teradata.host",
    ],
  },
  remediation:
    "Read from sources in Regions of the data's jurisdiction; say in `elsewhere` where a server of your own is.",
  url: "https://docs.aws.amazon.com/quicksight/latest/user/supported-data-sources.html",
});
