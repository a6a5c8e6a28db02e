/** Proof of a password: itself, or by secure remote password without it ever being sent. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { invalidParameter, notAuthorized, userNotFound } from "./errors";
import type { UserPool } from "./pool";
import { afterFailure, isLockedOut, noAttempts } from "./rules/accounts";
import type { DeclaredClient } from "./rules/declared";
import { claimSignature, clientValue, passwordDigest, type SrpAttempt, serverValue, sharedKey } from "./rules/srp";
import { isPassword, type User } from "./users";

/** Throws NotAuthorizedException, the same for a wrong name where the client hides who exists. */
export function requirePassword(
  pool: UserPool,
  client: DeclaredClient,
  user: User | undefined,
  password: string,
): asserts user is User {
  requireProof(pool, client, user, isPassword(user, password));
}

/** The challenge PASSWORD_VERIFIER. Throws InvalidParameterException for what is no SRP_A. */
export function passwordVerifier(pool: UserPool, client: DeclaredClient, name: string, srpA: string) {
  const a = clientValue(srpA);
  if (a === undefined) {
    throw invalidParameter("SRP_A is not a number of the group");
  }
  const user = pool.users.find(name);
  if (!user && !client.hidesUsers) {
    throw userNotFound();
  }
  const { userId, salt, digest } = user
    ? { userId: user.username, salt: user.password.salt, digest: user.password.digest }
    : simulated(pool, name);
  const secret = BigInt(`0x${randomBytes(32).toString("hex")}`);
  const attempt: SrpAttempt = { a, secret, digest, userId };
  const block = pool.grants.openSession(name, client.id, "PASSWORD_VERIFIER", attempt);
  return {
    ChallengeName: "PASSWORD_VERIFIER" as const,
    ChallengeParameters: {
      SALT: salt.toString(16),
      SECRET_BLOCK: block,
      SRP_B: serverValue(digest, secret).toString(16),
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}

/** Whose password the response to PASSWORD_VERIFIER proves. Throws NotAuthorizedException. */
export function verifiedUser(pool: UserPool, client: DeclaredClient, responses: Record<string, string>): User {
  const { PASSWORD_CLAIM_SECRET_BLOCK: block = "", PASSWORD_CLAIM_SIGNATURE: given = "", TIMESTAMP = "" } = responses;
  const { name, srp } = pool.grants.takeSession(block, client.id, "PASSWORD_VERIFIER");
  const { a, secret, digest, userId } = srp!;
  const key = sharedKey(digest, secret, a);
  const wanted = claimSignature(key, pool.users.identityOf(userId), block, TIMESTAMP);
  const signature = Buffer.from(given, "base64");
  const isProven = signature.length === wanted.length && timingSafeEqual(signature, wanted);
  const user = pool.users.find(name);
  const isSame = responses.USERNAME === userId || pool.users.find(responses.USERNAME ?? "") === user;
  requireProof(pool, client, user, isProven && isSame);
  return user;
}

/** Wrong answers are counted whichever way the password was to be proven. */
function requireProof(
  pool: UserPool,
  client: DeclaredClient,
  user: User | undefined,
  isProven: boolean,
): asserts user is User {
  const now = pool.now();
  if (user && isLockedOut(user.attempts, now)) {
    throw notAuthorized("Password attempts exceeded");
  }
  if (isProven && user) {
    user.attempts = noAttempts;
    return;
  }
  if (user) {
    user.attempts = afterFailure(user.attempts, now);
  } else if (!client.hidesUsers) {
    throw userNotFound();
  }
  throw notAuthorized("Incorrect username or password.");
}

/**
 * A name that nobody has gets a salt and an id too, always the same:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
function simulated(pool: UserPool, name: string) {
  const hex = createHmac("sha256", pool.simulationKey).update(name.toLowerCase()).digest("hex");
  const userId = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  const salt = BigInt(`0x${hex.slice(32)}`);
  const noPassword = randomBytes(32).toString("hex");
  return { userId: userId.join("-"), salt, digest: passwordDigest(name, noPassword, salt) };
}
