/** Time limits of the AWS SDK's clients: what an operator runs ends, also where a Region accepts and stays silent. */
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Route53Client } from "@aws-sdk/client-route-53";

/** For `requestHandler`: without the second the first is only logged, and it ends with the response's headers. */
export const requestLimit = (ms: number) => ({ requestTimeout: ms, throwOnRequestTimeout: true });

/** Has each operation of a client end within `limitMs`, repetitions and bodies included: with a TimeoutError then. */
export function bounded<Client extends DynamoDBClient | Route53Client | CognitoIdentityProviderClient>(
  client: Client,
  limitMs: number,
): Client {
  const { middlewareStack } = client as DynamoDBClient;
  middlewareStack.add((next) => (args) => within(limitMs, next(args)), {
    name: "operationLimit",
    step: "initialize",
    priority: "high",
  });
  return client;
}

/** What is under way where it rejects ends with the client. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`no response within ${limitMs / 1000} s`), { name: "TimeoutError" });
    timer = setTimeout(reject, limitMs, error);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
