import { confine } from "../shared/confine";

export const confineEventTargets = confine({
  name: "confine-event-targets",
  what: "EventBridge targets, buses and API destinations",
  how: "is sent to",
  destinations: {
    "aws:cloudwatch/eventTarget:EventTarget": [
      "reference:arn",
      "reference:deadLetterConfig.arn",
      "text:input",
      "reference:ecsTarget.taskDefinitionArn",
      "text:inputTransformer.inputTemplate",
    ],
    "aws:cloudwatch/eventApiDestination:EventApiDestination": ["url:invocationEndpoint"],
    "aws:cloudwatch/eventArchive:EventArchive": ["reference:eventSourceArn"],
    "aws:cloudwatch/eventBus:EventBus": ["reference:deadLetterConfig.arn"],
    "aws:scheduler/schedule:Schedule": [
      "reference:target.arn",
      "reference:target.deadLetterConfig.arn",
      "text:target.input",
      "reference:target.ecsParameters.taskDefinitionArn",
    ],
    "aws:cloudwatch/eventConnection:EventConnection": [
      "reference:authParameters.connectivityParameters.resourceParameters.resourceConfigurationArn",
      "reference:invocationConnectivityParameters.resourceParameters.resourceConfigurationArn",
    ],
    "aws:schemas/discoverer:Discoverer": ["reference:sourceArn"],
    "aws:appconfig/extension:Extension": ["reference:actionPoints[*].actions[*].uri"],
  },
  remediation: "Send to a target in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html",
});
