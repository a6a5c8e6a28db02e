import { acm } from "../acm/types";
import { lambda } from "../lambda/types";
import { serviceModule } from "../module";
import { waf } from "../waf/types";
import { loadBalancerFaults } from "./faults";
import { LoadBalancers } from "./service";
import { loadBalancer } from "./types";

export const loadBalancerModule = serviceModule({
  key: loadBalancer,
  title: "Elastic Load Balancing",
  description: {
    does:
      "Application Load Balancers: HTTP and HTTPS listeners, rules with conditions on host, path, header, method, " +
      "query and address, functions as targets, weights, fixed answers, redirects; targets' health checked by really invoking",
    leavesOut:
      "Network and Gateway Load Balancers, instances and addresses as targets, authentication (501), stickiness, access " +
      "logs",
    sources: {
      rules: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html",
      "functions as targets":
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html",
      "health checks":
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    },
  },
  standsInFor: [
    "aws:lb/listener:Listener",
    "aws:lb/listenerRule:ListenerRule",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:lb/targetGroup:TargetGroup",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  ],
  needs: [acm, lambda, waf],
  faults: loadBalancerFaults,
  create: (context, services) =>
    new LoadBalancers(context, {
      lambda: services.get(lambda),
      certificates: services.get(acm),
      waf: services.get(waf),
    }),
  health: (service) => service.healthStates(),
  explain(service, { ip }) {
    const found = ip === undefined ? undefined : service.explain(ip);
    if (!found) {
      return undefined;
    }
    return {
      why: [`load balancer ${found.name} in ${found.region} takes the connection; it is ${found.health}`],
      region: found.region,
    };
  },
});
