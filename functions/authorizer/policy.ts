import { TokenRefused } from "./errors";
import type { Bearer } from "./token";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
export interface AuthorizerResult {
  principalId: string;
  policyDocument: {
    Version: "2012-10-17";
    Statement: [{ Action: "execute-api:Invoke"; Effect: "Allow"; Resource: string }];
  };
  context: { organization: string; jurisdiction: string; subject: string };
}

const methodArnPattern = /^(arn:aws[a-z-]*:execute-api:[a-z0-9-]+:\d{12}:[a-z0-9]+\/[A-Za-z0-9_-]+)\/[A-Z]+\//;

/**
 * Allows the API's stage that was asked, and no other API or stage. Not the single method: API Gateway keeps the response
 * for the token and uses it for every method.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
export function allow(bearer: Bearer, jurisdiction: string, methodArn: unknown): AuthorizerResult {
  const stage = methodArnPattern.exec(String(methodArn))?.[1];
  if (!stage) {
    throw new TokenRefused("method-arn");
  }
  return {
    principalId: bearer.subject,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: `${stage}/*` }],
    },
    context: { organization: bearer.organization, jurisdiction, subject: bearer.subject },
  };
}
