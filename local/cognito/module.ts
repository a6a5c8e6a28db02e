import { acm } from "../acm/types";
import { lambda } from "../lambda/types";
import { serviceModule } from "../module";
import { waf } from "../waf/types";
import { cognitoFaults } from "./faults";
import { UserPools } from "./service";
import { cognito } from "./types";

export const cognitoModule = serviceModule({
  key: cognito,
  title: "Amazon Cognito user pools",
  description: {
    does:
      "signing up and in with a password or by proof of it (secure remote password, as aws-amplify signs in), browsers of " +
      "any origin, refreshing with rotation, verification before a changed address is theirs, revocation, RS256 tokens with their keys as JWKS, the trigger that adds " +
      "claims, lockout after wrong passwords; user management with the operator's keys",
    leavesOut:
      "managed login and federation, passkeys, one-time codes, MFA (a pool that requires it signs nobody in), threat protection; no message is sent: a code " +
      "is asked of the twin. Limits of requests a second",
    sources: {
      "authentication flows":
        "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html",
      "token revocation": "https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html",
      "pre token generation":
        "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html",
    },
  },
  standsInFor: ["aws:cognito/userPool:UserPool", "aws:cognito/userPoolClient:UserPoolClient"],
  needs: [acm, waf],
  faults: cognitoFaults,
  create: (context, services) =>
    new UserPools(context, {
      certificates: services.get(acm),
      waf: services.get(waf),
      // Functions ask user pools for keys, and are started after them.
      lambda: { invoke: (options) => services.get(lambda).invoke(options) },
    }),
  variables: (service, { region }) => ({ AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: service.endpoint(region) }),
});
