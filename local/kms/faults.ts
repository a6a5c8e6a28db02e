import type { ServiceFaults } from "../faults/types";

/**
 * What Decrypt answers: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors
 * DynamoDB and Lambda decrypt for their callers, and say it in words of their own; DescribeKey tells some as a state.
 */
export const kmsFaults = {
  errors: {
    "access-denied": {
      status: 400,
      code: "AccessDeniedException",
      message:
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, " +
        "or you are not allowed to access.",
    },
    disabled: { status: 409, code: "DisabledException", message: "The key is disabled." },
    "invalid-state": { status: 409, code: "KMSInvalidStateException", message: "The key is pending deletion." },
    internal: { status: 500, code: "KMSInternalException", message: "An internal exception occurred." },
    throttled: { status: 400, code: "ThrottlingException", message: "Rate exceeded" },
  },
} as const satisfies ServiceFaults;
