/** X-Ray. */
import { account } from "./made";
import type { ServiceOutputs } from "./types";

export const xray: ServiceOutputs = {
  outputs: {
    "aws:xray/samplingRule:SamplingRule": ({ region, physical }) => ({
      id: physical,
      ruleName: physical,
      arn: `arn:aws:xray:${region}:${account}:sampling-rule/${physical}`,
    }),
  },
};
