import type { ServiceFaults } from "../faults/types";

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html and each operation's errors */
export const cognitoFaults = {
  resourceType: "aws:cognito/userPool:UserPool",
  errors: {
    internal: { status: 500, code: "InternalErrorException", message: "Internal error" },
    unavailable: { status: 503, code: "ServiceUnavailable", message: "Service Unavailable" },
    throttled: { status: 400, code: "TooManyRequestsException", message: "Too many requests" },
  },
} as const satisfies ServiceFaults;
