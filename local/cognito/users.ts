/** The users of one pool. Names are compared as the pool's settings say. */
import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { CognitoError, userNotFound } from "./errors";
import { type Attempts, noAttempts } from "./rules/accounts";
import type { DeclaredPool } from "./rules/declared";
import { passwordDigest } from "./rules/srp";

export type UserStatus = "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD";

export interface User {
  username: string;
  sub: string;
  status: UserStatus;
  attributes: Record<string, string>;
  /** Twin time in ms. */
  createdAt: number;
  passwordSetAt: number;
  password: { salt: bigint; digest: Uint8Array };
  /** What the password is hashed with: pool and user name. */
  identity: string;
  attempts: Attempts;
  confirmation: { code: string; until: number } | undefined;
  /** An address that is theirs once its code comes back. */
  pendingEmail: { email: string; code: string; until: number } | undefined;
}

/** For a name that nobody has, so that the check takes as long as for one that somebody has. */
const nobody = hashed("", "");

export class Users {
  readonly #byName = new Map<string, User>();
  readonly #pool: DeclaredPool;

  constructor(pool: DeclaredPool) {
    this.#pool = pool;
  }

  /** Throws UsernameExistsException. `name` is what they will sign in with. */
  add(name: string, status: UserStatus, password: string, attributes: Record<string, string>, now: number): User {
    const email = this.#pool.emailIsUsername ? name : attributes.email;
    const exists = [name, ...(this.#pool.emailIsUsername && email ? [email] : [])].some((alias) => this.find(alias));
    if (exists) {
      const what = this.#pool.emailIsUsername
        ? "An account with the given email already exists."
        : "User already exists";
      throw new CognitoError("UsernameExistsException", what);
    }
    const sub = randomUUID();
    const username = this.#pool.emailIsUsername ? sub : name;
    const identity = this.identityOf(username);
    const user: User = {
      username,
      identity,
      sub,
      status,
      attributes: { sub, ...(email ? { email, email_verified: "false" } : {}), ...attributes },
      createdAt: now,
      passwordSetAt: now,
      password: hashed(identity, password),
      attempts: noAttempts,
      confirmation: undefined,
      pendingEmail: undefined,
    };
    for (const key of this.#keysOf(user)) {
      this.#byName.set(key, user);
    }
    return user;
  }

  /** By user name, and by e-mail address where the pool signs in with it. */
  find(name: string): User | undefined {
    return this.#byName.get(this.#key(name));
  }

  /** Throws UserNotFoundException. */
  get(name: string): User {
    const user = this.find(name);
    if (!user) {
      throw userNotFound();
    }
    return user;
  }

  bySub(sub: string): User | undefined {
    return [...this.#byName.values()].find((user) => user.sub === sub);
  }

  /** What AWS hashes before a password: the pool's id without its Region, then the user name. */
  identityOf(username: string): string {
    return `${this.#pool.id.slice(this.#pool.id.indexOf("_") + 1)}${username}`;
  }

  /** The former address is nobody's. */
  changeEmail(user: User, email: string, isVerified: boolean): void {
    this.remove(user);
    Object.assign(user.attributes, { email, email_verified: String(isVerified) });
    for (const key of this.#keysOf(user)) {
      this.#byName.set(key, user);
    }
  }

  remove(user: User): void {
    for (const key of this.#keysOf(user)) {
      this.#byName.delete(key);
    }
  }

  #keysOf(user: User): string[] {
    const { email } = user.attributes;
    return [user.username, ...(this.#pool.emailIsUsername && email ? [email] : [])].map((name) => this.#key(name));
  }

  #key(name: string): string {
    return this.#pool.caseSensitive ? name : name.toLowerCase();
  }
}

export function setPassword(user: User, password: string, now: number): void {
  user.password = hashed(user.identity, password);
  user.passwordSetAt = now;
}

export function isPassword(user: User | undefined, password: string): boolean {
  const { salt, digest } = user?.password ?? nobody;
  return timingSafeEqual(digest, passwordDigest(user?.identity ?? "", password, salt)) && user !== undefined;
}

/** Users are made up and live as long as the twin: the digest that secure remote password needs is enough. */
function hashed(identity: string, password: string): User["password"] {
  const salt = BigInt(`0x${randomBytes(16).toString("hex")}`);
  return { salt, digest: passwordDigest(identity, password, salt) };
}
