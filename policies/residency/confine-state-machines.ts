import { confine } from "../shared/confine";

export const confineStateMachines = confine({
  name: "confine-state-machines",
  what: "Step Functions state machines",
  how: "calls",
  destinations: {
    "aws:sfn/stateMachine:StateMachine": ["definition:definition", "reference:loggingConfiguration.logDestination"],
  },
  remediation: "Call resources of Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html",
});
