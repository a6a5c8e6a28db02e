/** Elastic Load Balancing. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

/** https://docs.aws.amazon.com/general/latest/gr/elb.html */
const hostedZones: Record<string, string> = {
  "ca-central-1": "ZQSVJUPU6J1EY",
  "ca-west-1": "Z06473681N0SF6OS049SD",
  "eu-central-1": "Z215JYRZR1TBD5",
  "eu-west-1": "Z32O12XQLNTSW2",
  "us-east-1": "Z35SXDOTRQ7X7K",
  "us-west-2": "Z1H1FL5HABSF5",
};
const balancing = (region: string, path: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${path}`;
export const loadBalancer: ServiceOutputs = {
  outputs: {
    "aws:lb/loadBalancer:LoadBalancer": ({ urn, region, inputs, physical }) => {
      const kind = { network: "net", gateway: "gwy" }[String(inputs.loadBalancerType)] ?? "app";
      const arnSuffix = `${kind}/${physical}/${made.hex(urn, 16)}`;
      const arn = balancing(region, `loadbalancer/${arnSuffix}`);
      const host = `${physical}-${made.number(urn, 2_000_000_000)}`;
      return {
        id: arn,
        name: physical,
        arn,
        arnSuffix,
        dnsName: `${inputs.internal ? "internal-" : ""}${host}.${region}.elb.amazonaws.com`,
        zoneId: hostedZones[region] ?? `Z${made.upper(`elb:${region}`, 13)}`,
      };
    },
    "aws:lb/targetGroup:TargetGroup": ({ urn, region, physical }) => {
      const arnSuffix = `targetgroup/${physical}/${made.hex(urn, 16)}`;
      const arn = balancing(region, arnSuffix);
      return { id: arn, name: physical, arn, arnSuffix };
    },
    "aws:lb/listener:Listener": ({ urn, region, inputs }) => {
      const balancer = String(inputs.loadBalancerArn).split(":loadbalancer/")[1];
      const arn = balancing(region, `listener/${balancer}/${made.hex(urn, 16)}`);
      return { id: arn, arn };
    },
    "aws:lb/listenerRule:ListenerRule": ({ urn, region, inputs }) => {
      const listener = String(inputs.listenerArn).split(":listener/")[1];
      const arn = balancing(region, `listener-rule/${listener}/${made.hex(urn, 16)}`);
      return { id: arn, arn };
    },
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": ({ urn, inputs }) => ({
      id: `${inputs.targetGroupArn}-${made.hex(urn, 26)}`,
    }),
  },
};
