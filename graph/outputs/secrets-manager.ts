/** Secrets Manager. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

export const secretsManager: ServiceOutputs = {
  outputs: {
    "aws:secretsmanager/secret:Secret": ({ urn, region, physical }) => {
      const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${physical}-${made.mixed(urn, 6)}`;
      return { id: arn, name: physical, arn };
    },
  },
};
