import { confine } from "../shared/confine";

export const confineLoadBalancerLogs = confine({
  name: "confine-load-balancer-logs",
  what: "Logs and targets of load balancers",
  how: "is sent to",
  destinations: {
    "aws:lb/loadBalancer:LoadBalancer": [
      "bucket:accessLogs.bucket",
      "bucket:connectionLogs.bucket",
      "bucket:healthCheckLogs.bucket",
    ],
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": ["reference:targetId"],
    "aws:alb/loadBalancer:LoadBalancer": [
      "bucket:accessLogs.bucket",
      "bucket:connectionLogs.bucket",
      "bucket:healthCheckLogs.bucket",
    ],
    "aws:alb/targetGroupAttachment:TargetGroupAttachment": ["reference:targetId"],
    "aws:elb/loadBalancer:LoadBalancer": ["bucket:accessLogs.bucket"],
  },
  remediation: "Log to a bucket and send to targets in the same Region.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
});
