import type { ClientRequest } from "../../local/device/client";
import type { TwinUser } from "../../local/people";

/** A request to Cognito for somebody's tokens. */
export const signInWith = ({
  clientId,
  username,
  password,
}: Pick<TwinUser, "clientId" | "username" | "password">): ClientRequest => ({
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
