import type { ServiceFaults } from "../faults/types";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
export const s3Faults = {
  resourceType: "aws:s3/bucket:Bucket",
  errors: {
    internal: { status: 500, code: "InternalError", message: "We encountered an internal error. Please try again." },
    unavailable: { status: 503, code: "ServiceUnavailable", message: "Please reduce your request rate." },
    throttled: { status: 503, code: "SlowDown", message: "Please reduce your request rate." },
  },
} as const satisfies ServiceFaults;
