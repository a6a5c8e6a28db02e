/** Simple Notification Service. */
import { account } from "./made";
import type { ServiceOutputs } from "./types";

export const sns: ServiceOutputs = {
  outputs: {
    "aws:sns/topic:Topic": ({ region, physical }) => {
      const arn = `arn:aws:sns:${region}:${account}:${physical}`;
      return { id: arn, name: physical, arn };
    },
  },
};
