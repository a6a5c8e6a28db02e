/** Systems Manager. */
import { account } from "./made";
import type { ServiceAnswers } from "./types";

export const ssm: ServiceAnswers = {
  outputs: {
    "aws:ssm/parameter:Parameter": ({ region, physical }) => ({
      id: physical,
      name: physical,
      arn: `arn:aws:ssm:${region}:${account}:parameter/${physical.replace(/^\//, "")}`,
      version: 1,
    }),
  },
};
