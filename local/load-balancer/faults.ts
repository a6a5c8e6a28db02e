import type { ServiceFaults } from "../faults/types";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
export const loadBalancerFaults = {
  resourceType: "aws:lb/loadBalancer:LoadBalancer",
  errors: {
    unavailable: { status: 503, code: "HTTP 503", message: "Service Temporarily Unavailable" },
    "gateway-timeout": { status: 504, code: "HTTP 504", message: "Gateway Time-out" },
    "bad-gateway": { status: 502, code: "HTTP 502", message: "Bad Gateway" },
    internal: { status: 500, code: "HTTP 500", message: "Internal Server Error" },
  },
} as const satisfies ServiceFaults;
