/** Systems Manager. */
import { account } from "./made";
import type { ServiceOutputs } from "./types";

export const ssm: ServiceOutputs = {
  outputs: {
    "aws:ssm/parameter:Parameter": ({ region, physical }) => ({
      id: physical,
      name: physical,
      arn: `arn:aws:ssm:${region}:${account}:parameter/${physical.replace(/^\//, "")}`,
      version: 1,
    }),
  },
};
