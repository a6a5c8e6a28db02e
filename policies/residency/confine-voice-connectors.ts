import { judge, transfers } from "../shared/confine";
import type { Rule } from "../shared/rule";

const type = "aws:chime/voiceConnector:VoiceConnector";
/** Where AWS makes it when nothing is said. */
const byDefault = "us-east-1";

export const confineVoiceConnectors: Rule = {
  name: "residency-confine-voice-connectors",
  description: "Voice connectors of Amazon Chime are in the jurisdiction of the calls.",
  severity: "critical",
  references: transfers,
  remediation: "Set awsRegion to a Region of the calls' jurisdiction: it is us-east-1 where nothing is set.",
  url: "https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateVoiceConnector.html",
  types: [type],
  claims: { [type]: ["awsRegion"] },
  check(resource, context) {
    const value = resource.props.awsRegion ?? byDefault;
    const wording = { how: "carries calls through", remediation: "set awsRegion to one of these" };
    return judge({ path: "awsRegion", value }, "region", resource, context, wording);
  },
};
