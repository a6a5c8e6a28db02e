import type { ServiceFaults } from "../faults/types";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html, and 503 of the service itself */
export const apiGatewayFaults = {
  resourceType: "aws:apigateway/restApi:RestApi",
  errors: {
    internal: { status: 500, code: "InternalServerErrorException", message: "Internal server error" },
    unavailable: { status: 503, code: "ServiceUnavailableException", message: "Service Unavailable" },
    throttled: { status: 429, code: "TooManyRequestsException", message: "Too Many Requests" },
  },
} as const satisfies ServiceFaults;
