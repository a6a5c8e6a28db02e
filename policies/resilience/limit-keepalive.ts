import { type Requirement, requireValues } from "../shared/require";

const maximumSeconds = 180;
const keepAlive: Requirement = {
  path: "clientKeepAlive",
  when: ({ props }) => (props.loadBalancerType ?? "application") === "application",
  holds: (value) => Number(value) <= maximumSeconds,
  allowed: `allowed are 60 to ${maximumSeconds} seconds`,
  fix: "shorten it",
  safe: maximumSeconds,
};

export const limitKeepalive = requireValues(
  {
    name: "resilience-limit-keepalive",
    description: "Clients reconnect every few minutes: Global Accelerator does not move connections that stay open.",
    severity: "low",
    references: [{ framework: "AWS Well-Architected", id: "REL11-BP02" }],
    remediation: "Set clientKeepAlive to at most 180 seconds; the default is an hour.",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  },
  { "aws:lb/loadBalancer:LoadBalancer": [keepAlive], "aws:alb/loadBalancer:LoadBalancer": [keepAlive] },
);
