import { confine } from "../shared/confine";

export const confineAnalyticsJobs = confine({
  name: "confine-analytics-jobs",
  what: "Logs, notebooks and results of EMR, FinSpace and Airflow",
  how: "is read from or written to",
  destinations: {
    "aws:emr/cluster:Cluster": ["bucket:logUri", "bucket:bootstrapActions[*].path"],
    "aws:emr/studio:Studio": ["bucket:defaultS3Location"],
    "aws:emrcontainers/jobTemplate:JobTemplate": [
      "bucket:jobTemplateData.configurationOverrides.monitoringConfiguration.s3MonitoringConfiguration.logUri",
    ],
    "aws:emrserverless/application:Application": [
      "bucket:monitoringConfiguration.s3MonitoringConfiguration.logUri",
      "url:monitoringConfiguration.prometheusMonitoringConfiguration.remoteWriteUrl",
    ],
    "aws:finspace/kxCluster:KxCluster": ["bucket:code.s3Bucket"],
    "aws:mwaa/environment:Environment": [
      "bucket:sourceBucketArn",
      "text:dagS3Path",
      "text:pluginsS3Path",
      "text:requirementsS3Path",
      "text:startupScriptS3Path",
      "text:airflowConfigurationOptions.*",
    ],
    "aws:datapipeline/pipelineDefinition:PipelineDefinition": [
      "text:pipelineObjects[*].fields[*].stringValue",
      "text:parameterValues[*].stringValue",
    ],
  },
  remediation: "Use buckets and metric stores in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html",
});
