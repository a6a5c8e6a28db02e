/** Refusals in the shape and words of AWS: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html */
import { DynamoDbError } from "./store";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(principal: string, action: string, resource: string, reason: string): DynamoDbError {
  return new DynamoDbError({
    __type: "com.amazon.coral.service#AccessDeniedException",
    Message: `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  });
}

export const unrecognizedClient = () =>
  service("UnrecognizedClientException", "The security token included in the request is invalid.");

export const missingToken = () =>
  service("MissingAuthenticationTokenException", "Request is missing Authentication Token");

export const wrongRegion = (region: string) =>
  service("InvalidSignatureException", `Credential should be scoped to a valid region, not '${region}'.`);

export const serialization = () => service("SerializationException", "The request body is not JSON");

/** The twin's tables are the declared ones: no call creates or changes one. */
export const unknownOperation = (operation: string) =>
  service("UnknownOperationException", `the twin does not stand in for ${operation}`);

export const internal = () =>
  new DynamoDbError(
    { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "Internal server error" },
    500,
  );

function service(code: string, message: string): DynamoDbError {
  return new DynamoDbError({ __type: `com.amazon.coral.service#${code}`, message });
}
