/** A user pool that is alive: its users, keys and sign-ins, and how tokens come about. */
import { randomBytes, randomUUID } from "node:crypto";
import { CognitoError, notFound } from "./errors";
import { Grants } from "./grants";
import { accessClaims, type Grant, idClaims, overridden } from "./rules/claims";
import type { DeclaredClient, DeclaredPool } from "./rules/declared";
import { Signer } from "./signer";
import type { PreTokenGeneration, TriggerSource } from "./trigger";
import { type User, Users } from "./users";

export interface AuthenticationResult {
  AccessToken: string;
  IdToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
  TokenType: "Bearer";
}

export class UserPool {
  readonly users: Users;
  readonly grants: Grants;
  /** From which what is answered about users that there are not comes. */
  readonly simulationKey = randomBytes(32);

  readonly #trigger: PreTokenGeneration;

  private constructor(
    readonly declared: DeclaredPool,
    readonly signer: Signer,
    trigger: PreTokenGeneration,
    /** Twin time in ms. */
    readonly now: () => number,
  ) {
    this.#trigger = trigger;
    this.users = new Users(declared);
    this.grants = new Grants(now);
  }

  static async create(declared: DeclaredPool, trigger: PreTokenGeneration, now: () => number): Promise<UserPool> {
    return new UserPool(declared, await Signer.create(declared.issuer), trigger, now);
  }

  /** Throws ResourceNotFoundException. */
  client(clientId: unknown): DeclaredClient {
    const client = this.declared.clients.get(String(clientId));
    if (!client) {
      throw notFound(`User pool client ${clientId} does not exist.`);
    }
    return client;
  }

  /** All three tokens of a new sign-in. */
  async signedIn(
    client: DeclaredClient,
    user: User,
    source: TriggerSource,
    trace: string,
  ): Promise<AuthenticationResult> {
    const grant: Grant = { originJti: randomUUID(), authTime: seconds(this.now()) };
    const tokens = await this.tokens(client, user, grant, source, trace);
    return { ...tokens, RefreshToken: this.addRefresh(client, user, grant) };
  }

  addRefresh(client: DeclaredClient, user: User, grant: Grant, until?: number): string {
    const { originJti, authTime } = grant;
    const end = until ?? this.now() + client.refreshSeconds * 1_000;
    return this.grants.addRefresh({ originJti, authTime, sub: user.sub, clientId: client.id, until: end });
  }

  /** Access and ID token of a sign-in, changed by the pool's trigger. */
  async tokens(
    client: DeclaredClient,
    user: User,
    grant: Grant,
    source: TriggerSource,
    trace: string,
  ): Promise<AuthenticationResult> {
    const eventId = randomUUID();
    const issue = () => ({ grant, eventId, jti: randomUUID(), now: seconds(this.now()) });
    const overrides = await this.#trigger.overrides(this.declared, client, user, source, trace);
    const access = overridden(accessClaims(this.declared, client, user, issue()), overrides.access);
    const id = overridden(idClaims(this.declared, client, user, issue()), overrides.id);
    const [AccessToken, IdToken] = await Promise.all([this.signer.sign("access", access), this.signer.sign("id", id)]);
    return { AccessToken, IdToken, ExpiresIn: client.accessSeconds, TokenType: "Bearer" };
  }

  /** The user behind an access token of this pool; throws NotAuthorizedException. */
  async userOf(accessToken: string): Promise<User> {
    const claims = await this.signer.verify(accessToken, this.now());
    this.grants.requireStanding(claims);
    const user = this.users.bySub(String(claims.sub));
    if (!user) {
      throw new CognitoError("UserNotFoundException", "User does not exist.");
    }
    return user;
  }
}

const seconds = (ms: number) => Math.floor(ms / 1_000);
