/** WAF. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

export const waf: ServiceOutputs = {
  outputs: {
    "aws:wafv2/webAcl:WebAcl": ({ urn, region, inputs, physical }) => {
      const id = made.uuid(urn);
      const scope = inputs.scope === "CLOUDFRONT" ? "global" : "regional";
      return {
        id,
        name: physical,
        arn: `arn:aws:wafv2:${region}:${account}:${scope}/webacl/${physical}/${id}`,
        capacity: 1,
      };
    },
  },
};
