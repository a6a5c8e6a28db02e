/** One pool's signing keys. ID and access tokens are signed by different ones, as AWS does. */
import { createHash } from "node:crypto";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from "jose";
import { notAuthorized } from "./errors";
import type { Claims } from "./rules/claims";

interface Key {
  kid: string;
  privateKey: Parameters<SignJWT["sign"]>[0];
  publicJwk: JWK;
}

export class Signer {
  readonly #issuer: string;
  readonly #keys: { access: Key; id: Key };

  private constructor(issuer: string, keys: { access: Key; id: Key }) {
    this.#issuer = issuer;
    this.#keys = keys;
  }

  static async create(issuer: string): Promise<Signer> {
    const [access, id] = await Promise.all([createKey(), createKey()]);
    return new Signer(issuer, { access, id });
  }

  /** What `/.well-known/jwks.json` answers. */
  get jwks(): { keys: JWK[] } {
    return { keys: [this.#keys.id.publicJwk, this.#keys.access.publicJwk] };
  }

  sign(use: "access" | "id", claims: Claims): Promise<string> {
    const { kid, privateKey } = this.#keys[use];
    return new SignJWT(claims).setProtectedHeader({ kid, alg: "RS256" }).sign(privateKey);
  }

  /** The claims of an access token of this pool; throws NotAuthorizedException. `now` in ms. */
  async verify(token: string, now: number): Promise<Claims> {
    try {
      const options = { issuer: this.#issuer, algorithms: ["RS256"], currentDate: new Date(now) };
      const { payload } = await jwtVerify(token, createLocalJWKSet(this.jwks), options);
      if (payload.token_use === "access") {
        return payload;
      }
    } catch (error) {
      const expired = (error as { code?: string }).code === "ERR_JWT_EXPIRED";
      if (expired) {
        throw notAuthorized("Access Token has expired");
      }
    }
    throw notAuthorized("Invalid Access Token");
  }
}

async function createKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const { kty, n, e } = (await exportJWK(publicKey)) as { kty: string; n: string; e: string };
  const kid = createHash("sha256").update(n).digest("base64");
  return { kid, privateKey, publicJwk: { alg: "RS256", e, kid, kty, n, use: "sig" } };
}
