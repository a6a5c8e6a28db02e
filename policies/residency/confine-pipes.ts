import { confine } from "../shared/confine";

export const confinePipes = confine({
  name: "confine-pipes",
  what: "EventBridge Pipes",
  how: "is piped from or to",
  destinations: {
    "aws:pipes/pipe:Pipe": [
      "reference:source",
      "reference:target",
      "reference:enrichment",
      "text:logConfiguration",
      "text:targetParameters",
      "text:sourceParameters",
    ],
  },
  remediation: "Pipe between Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html",
});
