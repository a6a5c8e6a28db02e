/** A declared user pool with its client, trigger and permission, and calls of its API as an app makes them. */
import type { Graph, Resource } from "../../graph/graph";
import { graphOf, resource } from "./twin-context";

const account = "123456789012";
export const organization = "org_01hzy3v5k8q2w4e6r7t9x0m2n4";
export const password = "Maple-leaf-2026";
export const clientId = "4qd6h1example2client3id4ca";
/** A second client of the same pool, with `another`. */
export const anotherClientId = "9an6h1example2client3id4ca";
export const poolId = "ca-central-1_aBcDeF123";
export const otherPoolId = "us-east-1_gHiJkL456";
export const otherClientId = "7us8h1example2client3id4us";
export const triggerArn = `arn:aws:lambda:ca-central-1:${account}:function:claims`;

/** A pool as infra/region/identity.ts declares it in Canada; `two`: and one in the United States. */
export function poolsGraph(
  options: {
    pool?: object;
    client?: object;
    trigger?: boolean;
    permission?: object;
    two?: boolean;
    another?: boolean;
  } = {},
): Graph {
  const { trigger = false } = options;
  const lambdaConfig = { preTokenGenerationConfig: { lambdaArn: triggerArn, lambdaVersion: "V2_0" } };
  const pool = (id: string, region: string, inputs: object): Resource =>
    resource(
      "aws:cognito/userPool:UserPool",
      "identity",
      {
        usernameAttributes: ["email"],
        usernameConfiguration: { caseSensitive: false },
        autoVerifiedAttributes: ["email"],
        schemas: [
          {
            name: "organization",
            attributeDataType: "String",
            mutable: false,
            stringAttributeConstraints: { minLength: "30", maxLength: "30" },
          },
        ],
        passwordPolicy: { minimumLength: 12, requireSymbols: false },
        ...inputs,
      },
      { id, region, outputs: { arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${id}` } },
    );
  const client = (id: string, userPoolId: string, inputs: object): Resource =>
    resource(
      "aws:cognito/userPoolClient:UserPoolClient",
      "identity",
      {
        userPoolId,
        explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        preventUserExistenceErrors: "ENABLED",
        accessTokenValidity: 15,
        refreshTokenValidity: 30,
        tokenValidityUnits: { accessToken: "minutes", refreshToken: "days" },
        readAttributes: ["email", "email_verified", "custom:organization"],
        ...inputs,
      },
      { id, region: userPoolId.split("_")[0] },
    );
  const permission = {
    action: "lambda:InvokeFunction",
    function: "claims",
    principal: "cognito-idp.amazonaws.com",
    sourceArn: `arn:aws:cognito-idp:ca-central-1:${account}:userpool/${poolId}`,
    ...options.permission,
  };
  return graphOf(
    pool(poolId, "ca-central-1", { ...(trigger ? { lambdaConfig } : {}), ...options.pool }),
    client(clientId, poolId, options.client ?? {}),
    ...(options.another ? [client(anotherClientId, poolId, options.client ?? {})] : []),
    ...(options.two ? [pool(otherPoolId, "us-east-1", {}), client(otherClientId, otherPoolId, {})] : []),
    resource("aws:lambda/permission:Permission", "claims", permission),
  );
}

/** One call of the API over plain HTTP. `authorization` as an administrator's signature would have it. */
export async function callCognito(
  endpoint: string,
  operation: string,
  input: object,
  options: { authorization?: string; signal?: AbortSignal } = {},
): Promise<{ status: number; body: Record<string, any> }> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      ...(options.authorization ? { authorization: options.authorization } : {}),
    },
    body: JSON.stringify(input),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, any> };
}
