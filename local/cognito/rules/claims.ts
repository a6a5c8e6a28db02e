/**
 * What is in a pool's tokens: pure functions.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */

import type { User } from "../users";
import { type DeclaredClient, type DeclaredPool, standardAttributes } from "./declared";

export type Claims = Record<string, unknown>;

/** One sign-in: its refreshed tokens keep its time and its id. Times in seconds. */
export interface Grant {
  originJti: string;
  authTime: number;
}

/** What a token is made of besides its user. `now` in seconds. */
export interface Issue {
  grant: Grant;
  eventId: string;
  jti: string;
  now: number;
}

/** All that the user pools API grants a user over themselves. */
export const selfService = "aws.cognito.signin.user.admin";

export function accessClaims(pool: DeclaredPool, client: DeclaredClient, user: User, issue: Issue): Claims {
  return {
    ...commonClaims(pool, user, issue),
    client_id: client.id,
    token_use: "access",
    scope: selfService,
    exp: issue.now + client.accessSeconds,
    username: user.username,
  };
}

export function idClaims(pool: DeclaredPool, client: DeclaredClient, user: User, issue: Issue): Claims {
  const readable = client.readAttributes ?? standardAttributes.concat(pool.schema.map((attribute) => attribute.name));
  const attributes = Object.entries(user.attributes).filter(([name]) => name !== "sub" && readable.includes(name));
  return {
    ...Object.fromEntries(attributes.map(([name, value]) => [name, claimOf(name, value)])),
    ...commonClaims(pool, user, issue),
    "cognito:username": user.username,
    aud: client.id,
    token_use: "id",
    exp: issue.now + client.idSeconds,
  };
}

/** The part of a pre token generation answer that is about one token. */
export interface TokenOverride {
  claimsToAddOrOverride?: Claims | null;
  claimsToSuppress?: string[] | null;
  scopesToAdd?: string[] | null;
  scopesToSuppress?: string[] | null;
}

/**
 * Claims that a trigger cannot change, in either token.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const fixed =
  "acr amr at_hash auth_time azp client_id cognito:username device_key event_id exp iat identities iss jti nbf nonce " +
  "origin_jti scope sub token_use username version";
const fixedClaims = new Set(fixed.split(" "));

/** The claims after a trigger: fixed ones stay, `aud` of an access token can only be its own client. */
export function overridden(claims: Claims, override: TokenOverride | null | undefined): Claims {
  const result = { ...claims };
  const isFixed = (name: string) => fixedClaims.has(name) || name.startsWith("dev:");
  for (const [name, value] of Object.entries(override?.claimsToAddOrOverride ?? {})) {
    const allowed = name === "aud" ? value === (claims.client_id ?? claims.aud) : !isFixed(name);
    if (allowed) {
      result[name] = value;
    }
  }
  for (const name of override?.claimsToSuppress ?? []) {
    if (!isFixed(name) && name !== "aud") {
      delete result[name];
    }
  }
  if (typeof claims.scope === "string") {
    const suppressed = new Set(override?.scopesToSuppress ?? []);
    const scopes = [...claims.scope.split(" "), ...(override?.scopesToAdd ?? [])];
    result.scope = [...new Set(scopes)].filter((scope) => !suppressed.has(scope)).join(" ");
  }
  return result;
}

function commonClaims(pool: DeclaredPool, user: User, { grant, eventId, jti, now }: Issue): Claims {
  return {
    sub: user.sub,
    iss: pool.issuer,
    origin_jti: grant.originJti,
    event_id: eventId,
    auth_time: grant.authTime,
    iat: now,
    jti,
  };
}

function claimOf(name: string, value: string): unknown {
  return name.endsWith("_verified") ? value === "true" : value;
}
