/** What a pool remembers of sign-ins: refresh tokens, challenges under way, and what was revoked. */
import { randomBytes } from "node:crypto";
import { CognitoError, notAuthorized } from "./errors";
import type { Claims, Grant } from "./rules/claims";
import type { SrpAttempt } from "./rules/srp";

export interface RefreshGrant extends Grant {
  sub: string;
  clientId: string;
  /** Twin time in ms. */
  until: number;
  /** Until when a token that was exchanged for a new one is good, so that a lost response ends no sign-in. */
  retired?: number;
}

export type Challenge = "PASSWORD" | "PASSWORD_VERIFIER" | "NEW_PASSWORD_REQUIRED" | "SELECT_CHALLENGE";

interface ChallengeSession {
  name: string;
  clientId: string;
  challenge: Challenge;
  until: number;
  /** Of PASSWORD_VERIFIER. */
  srp: SrpAttempt | undefined;
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html (AuthSessionValidity) */
const sessionMs = 3 * 60_000;

export class Grants {
  readonly #refresh = new Map<string, RefreshGrant>();
  readonly #sessions = new Map<string, ChallengeSession>();
  /** Ids of sign-ins whose access tokens the pool itself no longer accepts. */
  readonly #revoked = new Set<string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new refresh token. It is opaque to everybody but the pool. */
  addRefresh(grant: RefreshGrant): string {
    const token = randomBytes(96).toString("base64url");
    this.#refresh.set(token, grant);
    return token;
  }

  /** Throws NotAuthorizedException for a token that is unknown, another client's, revoked or expired. */
  refresh(token: string, clientId: string): RefreshGrant {
    const grant = this.#refresh.get(token);
    const isRetired = this.#now() >= (grant?.retired ?? Number.POSITIVE_INFINITY);
    if (!grant || grant.clientId !== clientId || isRetired) {
      throw notAuthorized("Invalid Refresh Token");
    }
    if (this.#revoked.has(grant.originJti)) {
      throw notAuthorized("Refresh Token has been revoked");
    }
    if (this.#now() >= grant.until) {
      throw notAuthorized("Refresh Token has expired");
    }
    return grant;
  }

  /** Ends one refresh token after a grace period, the first that it is given; its sign-in goes on. */
  retire(token: string, graceSeconds: number): void {
    const grant = this.#refresh.get(token);
    if (grant) {
      grant.retired ??= this.#now() + graceSeconds * 1_000;
    }
  }

  /** Ends the sign-in of a refresh token. An unknown token is no error: there is nothing left to revoke. */
  revoke(token: string, clientId: string): void {
    const grant = this.#refresh.get(token);
    if (!grant) {
      return;
    }
    if (grant.clientId !== clientId) {
      throw new CognitoError("UnauthorizedException", "The token was not issued to this client");
    }
    this.#revoked.add(grant.originJti);
  }

  revokeAllOf(sub: string): void {
    for (const grant of this.#refresh.values()) {
      if (grant.sub === sub) {
        this.#revoked.add(grant.originJti);
      }
    }
  }

  /** Throws NotAuthorizedException where the sign-in that a token comes from was ended. */
  requireStanding(claims: Claims): void {
    if (this.#revoked.has(String(claims.origin_jti))) {
      throw notAuthorized("Access Token has been revoked");
    }
  }

  openSession(name: string, clientId: string, challenge: Challenge, srp?: SrpAttempt): string {
    // Clients decode it where it is the secret block of secure remote password.
    const session = randomBytes(48).toString("base64");
    this.#sessions.set(session, { name, clientId, challenge, until: this.#now() + sessionMs, srp });
    return session;
  }

  /** Takes a session: it answers one challenge. Throws NotAuthorizedException. */
  takeSession(session: unknown, clientId: string, challenge: Challenge): Pick<ChallengeSession, "name" | "srp"> {
    const found = this.#sessions.get(String(session));
    this.#sessions.delete(String(session));
    if (!found || found.clientId !== clientId || found.challenge !== challenge) {
      throw notAuthorized("Invalid session for the user.");
    }
    if (this.#now() >= found.until) {
      throw notAuthorized("Invalid session for the user, session is expired.");
    }
    return found;
  }
}
