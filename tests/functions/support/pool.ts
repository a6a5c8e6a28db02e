/** A Cognito pool as far as tokens go: RSA keys, a JWKS, access tokens and the forgeries of them. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Jwks } from "aws-jwt-verify/jwk";
import { type JWTPayload, SignJWT } from "jose";
import { acme, regionIdentity } from "./tables";

export interface Pool {
  issuer: string;
  clientId: string;
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwks: Jwks;
  /** The claims of a good access token, an hour long. */
  claims(more?: JWTPayload): JWTPayload;
  /** A signed token: these claims, header fields replaced or added. */
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
}

export function newPool(region: string): Pool {
  const { issuer, clientId } = regionIdentity(region);
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = `key-of-${region}`;
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
  const claims = (more: JWTPayload = {}): JWTPayload => ({
    iss: issuer,
    sub: "subject-1",
    token_use: "access",
    client_id: clientId,
    organization: acme,
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...more,
  });
  return {
    issuer,
    clientId,
    kid,
    privateKey,
    publicKey,
    jwks: { keys: [jwk] } as unknown as Jwks,
    claims,
    sign: (payload, header = {}) =>
      new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(privateKey),
  };
}

/** A token put together by hand: for headers that no honest library writes. */
export function forge(header: unknown, claims: unknown, signature = "AAAA"): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(claims)}.${signature}`;
}
