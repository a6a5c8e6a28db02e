import { confine } from "../shared/confine";

export const confineFlowLogs = confine({
  name: "confine-flow-logs",
  what: "Logs of networks and firewalls",
  how: "is logged to",
  destinations: {
    "aws:ec2/flowLog:FlowLog": ["reference:logDestination"],
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": [
      "text:loggingConfiguration.logDestinationConfigs[*].logDestination",
    ],
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ["reference:logDestinationConfigs[*]"],
    "aws:vpclattice/accessLogSubscription:AccessLogSubscription": ["reference:destinationArn"],
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": ["reference:destinationArn"],
    "aws:ec2/vpnConnection:VpnConnection": [
      "reference:tunnel1LogOptions.cloudwatchLogOptions.logGroupArn",
      "reference:tunnel1LogOptions.cloudwatchLogOptions.bgpLogGroupArn",
      "reference:tunnel2LogOptions.cloudwatchLogOptions.logGroupArn",
      "reference:tunnel2LogOptions.cloudwatchLogOptions.bgpLogGroupArn",
    ],
    "aws:waf/webAcl:WebAcl": ["reference:loggingConfiguration.logDestination"],
    "aws:wafregional/webAcl:WebAcl": ["reference:loggingConfiguration.logDestination"],
    "aws:globalaccelerator/accelerator:Accelerator": ["bucket:attributes.flowLogsS3Bucket"],
    "aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator": ["bucket:attributes.flowLogsS3Bucket"],
    "aws:verifiedaccess/instanceLoggingConfiguration:InstanceLoggingConfiguration": ["bucket:accessLogs.s3.bucketName"],
  },
  remediation: "Log in a Region of the data's jurisdiction: addresses of people are data.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
});
