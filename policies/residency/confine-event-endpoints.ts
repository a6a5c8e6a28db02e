import { confine } from "../shared/confine";

export const confineEventEndpoints = confine({
  name: "confine-event-endpoints",
  what: "EventBridge global endpoints",
  how: "fails over to",
  destinations: {
    "aws:cloudwatch/eventEndpoint:EventEndpoint": [
      "reference:eventBuses[*].eventBusArn",
      "region:routingConfig.failoverConfig.secondary.route",
    ],
  },
  remediation: "Fail over to a bus in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html",
});
