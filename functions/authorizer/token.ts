/** Which tokens are accepted: access tokens of the given pools' own clients, of users with an organization. */
import { validateCognitoJwtFields } from "aws-jwt-verify/cognito-verifier";
import type { JwksCache } from "aws-jwt-verify/jwk";
import type { JwtHeader, JwtPayload } from "aws-jwt-verify/jwt-model";
import { JwtVerifier } from "aws-jwt-verify/jwt-verifier";
import { organizationIdPattern, type RegionRow } from "../../model/registry";
import { SigningKeysUnavailable, TokenRefused } from "./errors";
import { jwksUriOf } from "./signing-keys";

/** Who a token stands for. All opaque. */
export interface Bearer {
  organization: string;
  subject: string;
}

/** Cognito's tokens are far shorter; a longer one is not worth the work of taking it apart. */
const maxTokenLength = 8192;
const bearerPattern = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/** The token in an Authorization header. Throws TokenRefused where it is not one unpadded, three-part JWT. */
export function tokenOf(header: unknown): string {
  if (typeof header !== "string" || header === "") {
    throw new TokenRefused("no-token");
  }
  if (header.length > maxTokenLength) {
    throw new TokenRefused("too-long");
  }
  const token = bearerPattern.exec(header)?.[1];
  if (!token) {
    throw new TokenRefused("malformed");
  }
  return token;
}

/** Rejects with TokenRefused, or SigningKeysUnavailable where that cannot be known. */
export async function bearerOf(token: string, pools: RegionRow[], keys: JwksCache): Promise<Bearer> {
  const verifier = JwtVerifier.create(
    pools.map(({ issuer, clientId }) => ({
      issuer,
      jwksUri: jwksUriOf(issuer),
      // Cognito's access tokens have no `aud`; their client is checked below.
      audience: null,
      customJwtCheck: ({ header, payload }: { header: JwtHeader; payload: JwtPayload }) => {
        checkHeader(header);
        validateCognitoJwtFields(payload, { tokenUse: "access", clientId });
      },
    })),
    { jwksCache: keys },
  );
  let payload: JwtPayload;
  try {
    payload = await verifier.verify(token);
  } catch (error) {
    if (error instanceof SigningKeysUnavailable || error instanceof TokenRefused) {
      throw error;
    }
    // The library's class names are stable: JwtExpiredError, JwtInvalidSignatureError …
    throw new TokenRefused(error instanceof Error ? error.constructor.name : "unknown");
  }
  const { organization, sub } = payload;
  if (typeof organization !== "string" || !organizationIdPattern.test(organization)) {
    throw new TokenRefused("no-organization");
  }
  if (typeof sub !== "string" || sub === "") {
    throw new TokenRefused("no-subject");
  }
  if (typeof payload.exp !== "number") {
    throw new TokenRefused("no-expiry");
  }
  return { organization, subject: sub };
}

/** Cognito signs with RS256 only, and RFC 7515 4.1.11 has whoever does not know a critical extension refuse it. */
function checkHeader(header: JwtHeader): void {
  if (header.alg !== "RS256") {
    throw new TokenRefused("algorithm");
  }
  if ("crit" in header) {
    throw new TokenRefused("critical-extension");
  }
}
