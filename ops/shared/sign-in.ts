/** A request to Cognito for somebody's tokens, by a password: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html */
export const signInWith = ({
  clientId,
  username,
  password,
}: {
  clientId: string;
  username: string;
  password: string;
}) => ({
  method: "POST",
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
  },
  body: JSON.stringify({
    AuthFlow: "USER_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password },
  }),
});
