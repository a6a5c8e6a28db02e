/**
 * What keeps a new execution environment from starting: pure functions.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
import type { Effects, ServiceError } from "../faults/types";
import type { DeclaredFunction } from "./rules";
import { FunctionError } from "./types";

/** Lambda's own names for what KMS says. Others, and no response at all, AWS documents nothing for: Lambda fails. */
const keyErrors: Readonly<Record<string, string>> = {
  AccessDeniedException: "KMSAccessDeniedException",
  DisabledException: "KMSDisabledException",
  KMSInvalidStateException: "KMSInvalidStateException",
  NotFoundException: "KMSNotFoundException",
};

/** Whether KMS is asked before the function starts: its environment is encrypted with a key of the customer's. */
export const needsKey = ({ keyArn, variables }: Pick<DeclaredFunction, "keyArn" | "variables">): boolean =>
  keyArn !== undefined && Object.keys(variables).length > 0;

/** `kms` is what strikes KMS in the function's Region, `error` the error that it answers. */
export function keyRefusal({ silent }: Effects, error: ServiceError | undefined): FunctionError | undefined {
  if (silent) {
    return new FunctionError("ServiceException", "KMS does not answer: the environment variables stay encrypted");
  }
  if (!error) {
    return undefined;
  }
  const { code, message } = error;
  return new FunctionError(
    keyErrors[code] ?? "ServiceException",
    "Lambda was unable to decrypt the environment variables because KMS access was denied. " +
      `Please check the function's KMS key settings. KMS Exception: ${code}KMS Message: ${message}`,
  );
}

/** Without an idle environment and without room for another one, an invocation is throttled. */
export const noCapacity = () => new FunctionError("TooManyRequestsException", "Rate Exceeded.");
