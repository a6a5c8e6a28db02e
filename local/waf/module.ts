import { serviceModule } from "../module";
import { LocalWaf } from "./service";
import { waf } from "./types";

export const wafModule = serviceModule({
  key: waf,
  title: "AWS WAF",
  description: {
    does:
      "regional web ACLs of API stages, load balancers and user pools: rules by address, path, method and header, rate-based " +
      "rules with their window and their delay; what is blocked is answered as each service does, and counted",
    leavesOut:
      "managed rule groups, which let everything through here, labels, CAPTCHA and challenge, request bodies and queries, " +
      "logs and metrics",
    sources: {
      "rate-based rules":
        "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html",
      "rule actions": "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html",
    },
  },
  standsInFor: ["aws:wafv2/ipSet:IpSet", "aws:wafv2/webAcl:WebAcl", "aws:wafv2/webAclAssociation:WebAclAssociation"],
  declaredOnly: {
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "who is blocked is counted here, and not logged",
  },
  create: (context) => new LocalWaf(context),
});
