/** WAF. */
import { account, made } from "./made";
import type { MakeOutputs, ServiceOutputs } from "./types";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html */
const entity =
  (kind: string): MakeOutputs =>
  ({ urn, region, inputs, physical }) => {
    const id = made.uuid(urn);
    const scope = inputs.scope === "CLOUDFRONT" ? "global" : "regional";
    return { id, name: physical, arn: `arn:aws:wafv2:${region}:${account}:${scope}/${kind}/${physical}/${id}` };
  };

export const waf: ServiceOutputs = {
  outputs: {
    "aws:wafv2/ipSet:IpSet": entity("ipset"),
    "aws:wafv2/webAcl:WebAcl": (registered) => ({ ...entity("webacl")(registered), capacity: 1 }),
    "aws:wafv2/webAclAssociation:WebAclAssociation": ({ inputs }) => ({
      id: `${inputs.webAclArn},${inputs.resourceArn}`,
    }),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ({ inputs }) => ({ id: inputs.resourceArn }),
  },
};
