/** Where public signing keys come from: the pool itself, and the jurisdiction's table that outlives the pool's Region. */
import { assertIsJwks, type Jwks } from "aws-jwt-verify/jwk";
import type { DynamoDb } from "../shared/dynamodb";
import { send } from "../shared/json-client";

/** A pool's Region that does not answer within this is treated as gone. */
export const fetchTimeoutMs = 1000;
/** The same limit as load balancers set for a JWKS. */
const maxJwksBytes = 150 * 1024;

export interface KeySource {
  fetch(issuer: string): Promise<Jwks>;
  /** The kept keys, or undefined where there are none. */
  load(issuer: string): Promise<Jwks | undefined>;
  save(issuer: string, jwks: Jwks): Promise<void>;
}

/**
 * Keys at `<issuer>/.well-known/jwks.json`, or at `<endpoint>/<pool id>/.well-known/jwks.json` where an endpoint is set.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function keySource(tables: DynamoDb, table: string, endpoint: string | undefined): KeySource {
  return {
    async fetch(issuer) {
      const base = endpoint ? `${endpoint.replace(/\/$/, "")}/${issuer.slice(issuer.lastIndexOf("/") + 1)}` : issuer;
      const { status, body } = await send({
        url: new URL(`${base}/.well-known/jwks.json`),
        method: "GET",
        headers: { accept: "application/json" },
        timeoutMs: fetchTimeoutMs,
        maxBytes: maxJwksBytes,
      });
      if (status !== 200) {
        throw new Error(`the pool's keys were answered with HTTP ${status}`);
      }
      return jwksOf(body);
    },
    async load(issuer) {
      const item = await tables.getItem(table, { pk: issuer });
      return typeof item?.jwks === "string" ? jwksOf(item.jwks) : undefined;
    },
    save: (issuer, jwks) =>
      tables.putItem(table, { pk: issuer, jwks: jwksText(jwks), fetchedAt: new Date().toISOString() }),
  };
}

/** The same keys always give the same text, in whatever order the pool lists them. */
export function jwksText(jwks: Jwks): string {
  const keys = jwks.keys.map((key) => JSON.stringify(key)).sort();
  return `{"keys":[${keys.join(",")}]}`;
}

function jwksOf(text: string): Jwks {
  const parsed = JSON.parse(text);
  assertIsJwks(parsed);
  return parsed;
}
