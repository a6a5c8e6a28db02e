/** A response of Cognito that is an error: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html */
export class CognitoError extends Error {
  override name = "CognitoError";
  /** `code` as AWS names it: `NotAuthorizedException`. */
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
  }

  get body(): { __type: string; message: string } {
    return { __type: this.code, message: this.message };
  }
}

export const invalidParameter = (message: string) => new CognitoError("InvalidParameterException", message);
export const notAuthorized = (message: string) => new CognitoError("NotAuthorizedException", message);
export const notFound = (message: string) => new CognitoError("ResourceNotFoundException", message);
export const userNotFound = () => new CognitoError("UserNotFoundException", "User does not exist.");
