/** Simple Queue Service. */
import { account } from "./made";
import type { ServiceOutputs } from "./types";

export const sqs: ServiceOutputs = {
  outputs: {
    "aws:sqs/queue:Queue": ({ region, physical }) => {
      const url = `https://sqs.${region}.amazonaws.com/${account}/${physical}`;
      return { id: url, url, name: physical, arn: `arn:aws:sqs:${region}:${account}:${physical}` };
    },
  },
};
