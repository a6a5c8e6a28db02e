import { confine } from "../shared/confine";

export const confineServiceLogs = confine({
  name: "confine-service-logs",
  what: "Logs and recordings that services write",
  how: "is logged to",
  destinations: {
    "aws:ec2/spotDatafeedSubscription:SpotDatafeedSubscription": ["bucket:bucket"],
    "aws:ec2clientvpn/endpoint:Endpoint": ["reference:clientConnectOptions.lambdaFunctionArn"],
    "aws:ecs/cluster:Cluster": ["bucket:configuration.executeCommandConfiguration.logConfiguration.s3BucketName"],
    "aws:fis/experimentTemplate:ExperimentTemplate": [
      "bucket:experimentReportConfiguration.outputs.s3Configuration.bucketName",
      "reference:logConfiguration.cloudwatchLogsConfiguration.logGroupArn",
      "bucket:logConfiguration.s3Configuration.bucketName",
    ],
    "aws:ivschat/loggingConfiguration:LoggingConfiguration": ["bucket:destinationConfiguration.s3.bucketName"],
    "aws:mwaa/environment:Environment": [
      "reference:loggingConfiguration.dagProcessingLogs.cloudWatchLogGroupArn",
      "reference:loggingConfiguration.schedulerLogs.cloudWatchLogGroupArn",
      "reference:loggingConfiguration.taskLogs.cloudWatchLogGroupArn",
      "reference:loggingConfiguration.webserverLogs.cloudWatchLogGroupArn",
      "reference:loggingConfiguration.workerLogs.cloudWatchLogGroupArn",
    ],
    "aws:shield/drtAccessLogBucketAssociation:DrtAccessLogBucketAssociation": ["bucket:logBucket"],
    "aws:workspacesweb/sessionLogger:SessionLogger": ["bucket:logConfiguration.s3.bucket"],
    "aws:workspacesweb/userAccessLoggingSettings:UserAccessLoggingSettings": ["reference:kinesisStreamArn"],
  },
  remediation: "Log to buckets and streams in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html",
});
