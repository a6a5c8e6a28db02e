import type { ServiceFaults } from "../faults/types";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html, and 503 of the service itself */
export const apiGatewayFaults = {
  resourceType: "aws:apigateway/restApi:RestApi",
  errors: {
    internal: { status: 500, code: "InternalServerErrorException", message: "Internal server error" },
    unavailable: { status: 503, code: "ServiceUnavailableException", message: "Service Unavailable" },
    throttled: { status: 429, code: "TooManyRequestsException", message: "Too Many Requests" },
  },
  // Of the names that Regions share: health checkers ask for the Region's own, and validate no certificate anyway.
  kinds: {
    "certificate-expired": {
      scope: "region",
      summary: "the Region shows a certificate that has expired for the names that its jurisdiction's Regions share",
      takes: [],
      effects: () => ({ certificate: "expired" }),
    },
    "certificate-wrong-name": {
      scope: "region",
      summary: "the Region shows another name's certificate for the names that its jurisdiction's Regions share",
      takes: [],
      effects: () => ({ certificate: "wrong-name" }),
    },
    "domain-unmapped": {
      scope: "region",
      summary: "the names that its jurisdiction's Regions share lead to no API in the Region: 403",
      takes: [],
      effects: () => ({ unmapped: true }),
    },
  },
} as const satisfies ServiceFaults;
