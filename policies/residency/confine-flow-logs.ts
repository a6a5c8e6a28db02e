import { confine } from "../shared/confine";

export const confineFlowLogs = confine({
  name: "confine-flow-logs",
  what: "Flow logs of networks",
  how: "is logged to",
  destinations: {
    "aws:ec2/flowLog:FlowLog": ["reference:logDestination"],
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": [
      "text:loggingConfiguration.logDestinationConfigs[*].logDestination",
    ],
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ["reference:logDestinationConfigs[*]"],
    "aws:vpclattice/accessLogSubscription:AccessLogSubscription": ["reference:destinationArn"],
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": ["reference:destinationArn"],
  },
  remediation: "Log in a Region of the data's jurisdiction: addresses of people are data.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
});
