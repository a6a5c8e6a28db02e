/** API Gateway's Lambda authorizer, type TOKEN: access tokens of this jurisdiction's own pools, and nothing else. */
import { dynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import { FunctionError } from "../shared/errors";
import { log, warn } from "../shared/log";
import { answersProbes } from "../shared/probe";
import { registryReader } from "../shared/registry";
import { TokenRefused } from "./errors";
import { keySource } from "./key-store";
import { type AuthorizerResult, allow } from "./policy";
import { Pools } from "./pools";
import { jwksUriOf, SigningKeys } from "./signing-keys";
import { bearerOf, tokenOf } from "./token";

export interface TokenEvent {
  type: "TOKEN";
  authorizationToken?: string;
  methodArn: string;
}

const { AWS_REGION, JURISDICTION, REGISTRY_TABLE, SIGNING_KEYS_TABLE, SNAPSHOT_BUCKET } = environment(
  "AWS_REGION",
  "JURISDICTION",
  "REGISTRY_TABLE",
  "SIGNING_KEYS_TABLE",
  "SNAPSHOT_BUCKET",
);

const warning = (message: string) => warn("authorizer", message);
const tables = dynamoDb(AWS_REGION);
const pools = new Pools(
  JURISDICTION,
  registryReader("authorizer", AWS_REGION, REGISTRY_TABLE, SNAPSHOT_BUCKET),
  warning,
);
const endpoint = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
const keys = new SigningKeys(keySource(tables, SIGNING_KEYS_TABLE, endpoint), warning);

/** Keys to verify tokens with. A pool that is lost with its keys kept is no reason to leave the Region. */
const dependencies = [
  {
    name: "signing-keys",
    use: async () => {
      // One pool's are enough: a Region whose jurisdiction has lost a pool with its keys still serves the other's users.
      const probes = (await pools.list()).map(({ issuer }) => keys.probe(jwksUriOf(issuer)));
      await Promise.any(probes).catch(() => probes[0]);
    },
  },
];

export const handler = answersProbes(dependencies, authorize);

/**
 * Throws "Unauthorized", which API Gateway answers with 401, for every token that is not provably good. Where that cannot be
 * known (no pools, no keys) it throws another error, which is answered with 500: a client must not drop a good token.
 */
async function authorize(event: TokenEvent): Promise<AuthorizerResult> {
  const started = performance.now();
  const line = (status: number, facts: { code?: string; reason?: string; organization?: string }) =>
    log({ function: "authorizer", route: "authorize", status, ms: Math.round(performance.now() - started), ...facts });
  try {
    const token = tokenOf(event.authorizationToken);
    const bearer = await bearerOf(token, await pools.list(), keys);
    const result = allow(bearer, JURISDICTION, event.methodArn);
    line(200, { organization: bearer.organization });
    return result;
  } catch (error) {
    const code = error instanceof FunctionError ? error.code : "internal-error";
    if (!(error instanceof TokenRefused)) {
      line(500, { code });
      throw error;
    }
    line(401, { code, reason: error.reason });
    throw new Error("Unauthorized");
  }
}
