import type { ServiceFaults } from "../faults/types";

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
export const lambdaFaults = {
  resourceType: "aws:lambda/function:Function",
  errors: {
    internal: { status: 500, code: "ServiceException", message: "The Lambda service encountered an internal error." },
    throttled: { status: 429, code: "TooManyRequestsException", message: "Rate Exceeded." },
  },
  kinds: {
    "no-new-capacity": {
      scope: "region",
      summary: "Lambda starts no new execution environment for `share` of the cold starts: only warm ones answer",
      takes: ["share"],
      grows: "share",
      effects: () => ({ full: true }),
    },
    "clock-skew": {
      scope: "region",
      summary: "the clock of the Region's functions is `skewMs` ahead (negative: behind)",
      takes: ["skewMs"],
      grows: "skewMs",
      effects: ({ skewMs }) => ({ skewMs }),
    },
  },
} as const satisfies ServiceFaults;
