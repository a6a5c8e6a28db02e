/**
 * Services that AWS lists as HIPAA-eligible, by Pulumi's modules, as of the day of the list:
 * https://aws.amazon.com/compliance/hipaa-eligible-services-reference/, kept by AWS with its date in
 * awslabs/landing-zone-accelerator-on-aws, aws-best-practices-healthcare. AWS adds services, so a newer list has more:
 * the setting `services` of residency-use-eligible-services takes them.
 */
export const hipaaListDate = "2022-04-18";

export const hipaaServices: ReadonlySet<string> = new Set(
  `acm alb amplify apigateway apigatewayv2 appflow appmesh appstream appsync athena autoscaling backup batch cfg chime
  cloud9 cloudformation cloudfront cloudhsmv2 cloudtrail cloudwatch codebuild codecommit codedeploy codepipeline cognito
  comprehend connect controltower dataexchange datasync detective directconnect directoryservice dlm dms docdb dynamodb
  ebs ec2 ec2clientvpn ec2transitgateway ecr ecs efs eks elasticache elasticbeanstalk elasticsearch elb emr fms fsx
  glacier globalaccelerator glue guardduty identitystore inspector inspector2 iot kendra keyspaces kinesis
  kinesisanalyticsv2 kms lakeformation lambda lb lex location macie2 mediaconvert medialive mq msk neptune
  networkfirewall opensearch organizations outposts pinpoint qldb quicksight rds redshift rekognition route53 s3
  s3control sagemaker secretsmanager securityhub serverlessrepository servicecatalog servicediscovery ses sesv2 sfn
  shield sns sqs ssm ssoadmin storagegateway swf timestreamquery timestreamwrite transcribe transfer vpc waf wafregional
  wafv2 workspaces xray`.split(/\s+/),
);
