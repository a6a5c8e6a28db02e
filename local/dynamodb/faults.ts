import type { ServiceFaults } from "../faults/types";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export const dynamodbFaults = {
  resourceType: "aws:dynamodb/table:Table",
  errors: {
    internal: { status: 500, code: "InternalServerError", message: "Internal server error" },
    unavailable: { status: 503, code: "ServiceUnavailableException", message: "Service Unavailable" },
    throttled: {
      status: 400,
      code: "ProvisionedThroughputExceededException",
      message:
        "The level of configured provisioned throughput for the table was exceeded. " +
        "Consider increasing your provisioning level with the UpdateTable API.",
    },
  },
} as const satisfies ServiceFaults;
