/** What users change of themselves: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html */
import { randomInt } from "node:crypto";
import { decodeJwt } from "jose";
import { attributesOf, masked } from "./accounts";
import { CognitoError, invalidParameter, notAuthorized } from "./errors";
import type { UserPool } from "./pool";
import { checkAttributes } from "./rules/accounts";

type Input = Record<string, any>;

const dayMs = 86_400_000;

/** An address that must be verified first stays what it was until its code comes back, sign-in with it included. */
export async function updateUserAttributes(pool: UserPool, input: Input): Promise<Input> {
  const user = await pool.userOf(input.AccessToken);
  const changes = attributesOf(input.UserAttributes);
  requireWritable(pool, clientOf(pool, input.AccessToken), Object.keys(changes));
  checkAttributes(pool.declared, { ...user.attributes, ...changes });
  const { email, ...others } = changes;
  Object.assign(user.attributes, others);
  if (email === undefined || email === user.attributes.email) {
    return { CodeDeliveryDetailsList: [] };
  }
  requireFree(pool, email);
  user.pendingEmail = { email, code: String(randomInt(1_000_000)).padStart(6, "0"), until: pool.now() + dayMs };
  if (!pool.declared.verifiesBeforeUpdate) {
    pool.users.changeEmail(user, email, false);
  }
  return {
    CodeDeliveryDetailsList: [{ AttributeName: "email", DeliveryMedium: "EMAIL", Destination: masked(email) }],
  };
}

export async function verifyUserAttribute(pool: UserPool, input: Input): Promise<Input> {
  const user = await pool.userOf(input.AccessToken);
  if (input.AttributeName !== "email") {
    throw invalidParameter(`The twin does not verify ${JSON.stringify(input.AttributeName)}; it knows email`);
  }
  const pending = user.pendingEmail;
  if (!pending || pending.code !== input.Code) {
    throw new CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.");
  }
  if (pool.now() >= pending.until) {
    throw new CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.");
  }
  if (pending.email !== user.attributes.email) {
    // Somebody else may have taken it since.
    requireFree(pool, pending.email);
  }
  user.pendingEmail = undefined;
  pool.users.changeEmail(user, pending.email, true);
  return {};
}

function requireWritable(pool: UserPool, writable: readonly string[] | undefined, names: readonly string[]): void {
  if (writable && names.some((name) => !writable.includes(name))) {
    throw notAuthorized("A client attempted to write unauthorized attribute");
  }
  const fixed = pool.declared.schema.find(({ name, mutable }) => !mutable && names.includes(name));
  if (fixed) {
    throw invalidParameter(`user.${fixed.name}: Attribute cannot be updated.`);
  }
}

function requireFree(pool: UserPool, email: string): void {
  if (pool.declared.emailIsUsername && pool.users.find(email)) {
    throw new CognitoError("AliasExistsException", "An account with the given email already exists.");
  }
}

const clientOf = (pool: UserPool, accessToken: string) => pool.client(decodeJwt(accessToken).client_id).writeAttributes;
