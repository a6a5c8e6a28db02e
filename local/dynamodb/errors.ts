/** Refusals in the shape and words of AWS: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html */

import type { ServiceError } from "../faults/types";

/** A response of DynamoDB that is an error: HTTP status and body. */
export class DynamoDbError extends Error {
  override name = "DynamoDbError";
  constructor(
    readonly body: Record<string, any>,
    readonly statusCode = 400,
  ) {
    super(body.message ?? body.Message ?? body.__type);
  }

  /** `ConditionalCheckFailedException`. */
  get code(): string {
    return String(this.body.__type).split("#").at(-1)!;
  }
}

export const accessDenied = (message: string) =>
  new DynamoDbError({ __type: "com.amazon.coral.service#AccessDeniedException", Message: message });

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

/** An error that a fault wants. */
export const injected = ({ code, message, status }: ServiceError) =>
  new DynamoDbError({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message }, status);

/**
 * What DynamoDB says where KMS does not decrypt a table's key. For KMS without a response, or with an internal error,
 * AWS documents nothing: an internal error, which clients try again.
 * https://repost.aws/knowledge-center/dynamodb-access-denied-exception
 */
export function keyError(error: ServiceError | undefined): DynamoDbError {
  if (!error || error.status >= 500) {
    return internal();
  }
  const { code, message, status } = error;
  if (code === "ThrottlingException") {
    return injected(error);
  }
  return service(
    "AccessDeniedException",
    `KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: ${message} ` +
      `(Service: AWSKMS; Status Code: ${status}; Error Code: ${code}; Proxy: null)`,
  );
}

export const internal = () =>
  new DynamoDbError(
    { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "Internal server error" },
    500,
  );

function service(code: string, message: string): DynamoDbError {
  return new DynamoDbError({ __type: `com.amazon.coral.service#${code}`, message });
}
