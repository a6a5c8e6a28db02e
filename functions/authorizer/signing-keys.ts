import type { Jwks, JwksCache, JwkWithKid } from "aws-jwt-verify/jwk";
import { poolBackoffSeconds, signingKeysCacheSeconds } from "../shared/freshness";
import { SigningKeysUnavailable, TokenRefused } from "./errors";
import { jwksText, type KeySource } from "./key-store";

interface CacheEntry {
  jwks: Jwks;
  readAt: number;
}

const suffix = "/.well-known/jwks.json";
export const jwksUriOf = (issuer: string) => `${issuer}${suffix}`;
const issuerOf = (uri: string) => uri.slice(0, -suffix.length);

/** The pools' public keys, as aws-jwt-verify asks for them. They survive the loss of the pool's Region. */
export class SigningKeys implements JwksCache {
  readonly #cache = new Map<string, CacheEntry>();
  readonly #askedAt = new Map<string, number>();
  readonly #running = new Map<string, Promise<Jwks>>();

  constructor(
    readonly source: KeySource,
    readonly warn: (message: string) => void,
    readonly now: () => number = Date.now,
  ) {}

  /** The key that signed a token. Throws TokenRefused where the pool has no such key, or SigningKeysUnavailable. */
  async getJwk(uri: string, jwt: Parameters<JwksCache["getJwk"]>[1]): Promise<JwkWithKid> {
    const known = keyOf(await this.getJwks(uri), jwt.header.kid);
    if (known) {
      return known;
    }
    // The pool may have a new key, but is not asked for every made-up one.
    if (!this.#backsOff(uri)) {
      const fresh = keyOf(await this.#refresh(uri), jwt.header.kid);
      if (fresh) {
        return fresh;
      }
    }
    throw new TokenRefused("unknown-key");
  }

  async getJwks(uri: string): Promise<Jwks> {
    const cached = this.#cache.get(uri);
    if (cached && (this.now() - cached.readAt < signingKeysCacheSeconds * 1000 || this.#backsOff(uri))) {
      return cached.jwks;
    }
    return this.#refresh(uri);
  }

  /**
   * Resolves where tokens can be verified. Waits for no pool that is silent while keys of it are known or kept; rejects
   * with SigningKeysUnavailable.
   */
  async probe(uri: string): Promise<void> {
    const reading = this.getJwks(uri);
    const kept = () => this.source.load(issuerOf(uri)).catch(() => undefined);
    const known = this.#cache.get(uri) ?? kept().then((jwks) => jwks ?? reading);
    await Promise.race([reading, known]);
  }

  getCachedJwk(uri: string, jwt: Parameters<JwksCache["getJwk"]>[1]): JwkWithKid {
    const cached = this.#cache.get(uri);
    const known = cached && keyOf(cached.jwks, jwt.header.kid);
    if (!known) {
      throw new TokenRefused("unknown-key");
    }
    return known;
  }

  addJwks(uri: string, jwks: Jwks): void {
    this.#cache.set(uri, { jwks, readAt: this.now() });
  }

  #backsOff(uri: string): boolean {
    return this.now() - (this.#askedAt.get(uri) ?? Number.NEGATIVE_INFINITY) < poolBackoffSeconds * 1000;
  }

  #refresh(uri: string): Promise<Jwks> {
    const running = this.#running.get(uri);
    if (running) {
      return running;
    }
    const refresh = this.#read(uri).finally(() => this.#running.delete(uri));
    this.#running.set(uri, refresh);
    return refresh;
  }

  async #read(uri: string): Promise<Jwks> {
    const issuer = issuerOf(uri);
    // Both at once: where the pool's Region is gone, the kept keys are already here when its time is up.
    const loading = this.source.load(issuer).catch(() => undefined);
    this.#askedAt.set(uri, this.now());
    try {
      const jwks = await this.source.fetch(issuer);
      this.addJwks(uri, jwks);
      await this.#keep(issuer, jwks, await loading);
      return jwks;
    } catch (cause) {
      const jwks = this.#cache.get(uri)?.jwks ?? (await loading);
      if (!jwks) {
        throw new SigningKeysUnavailable(`no keys of ${issuer} can be had`, { cause });
      }
      this.warn(`the pool ${issuer} does not give its keys; the kept ones are used`);
      // Old on purpose: the pool is asked again as soon as it has rested.
      if (!this.#cache.has(uri)) {
        this.#cache.set(uri, { jwks, readAt: Number.NEGATIVE_INFINITY });
      }
      return jwks;
    }
  }

  /** Written on change only: each write is replicated. A table that does not answer does not stop a sign-in. */
  async #keep(issuer: string, jwks: Jwks, kept: Jwks | undefined): Promise<void> {
    if (kept && jwksText(kept) === jwksText(jwks)) {
      return;
    }
    await this.source.save(issuer, jwks).catch(() => this.warn(`the keys of ${issuer} could not be kept`));
  }
}

function keyOf(jwks: Jwks, kid: unknown): JwkWithKid | undefined {
  if (typeof kid !== "string") {
    throw new TokenRefused("no-key-id");
  }
  return jwks.keys.find((key) => key.kid === kid) as JwkWithKid | undefined;
}
