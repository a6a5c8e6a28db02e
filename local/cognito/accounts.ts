/** SignUp and what an administrator does with users: https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users.html */
import { randomInt } from "node:crypto";
import { CognitoError, invalidParameter, notAuthorized } from "./errors";
import type { UserPool } from "./pool";
import { checkAttributes, passwordIssue } from "./rules/accounts";
import { requireSecretHash } from "./sign-in";
import { setPassword, type User } from "./users";

type Input = Record<string, any>;

const dayMs = 86_400_000;
const madeUpPassword = () => `Aa1!${randomInt(2 ** 47).toString(36)}${randomInt(2 ** 47).toString(36)}`;

export function signUp(pool: UserPool, input: Input): Input {
  const client = pool.client(input.ClientId);
  const { Username: name, Password: password } = input;
  if (pool.declared.adminCreateUserOnly) {
    throw notAuthorized("SignUp is not permitted for this user pool");
  }
  requireSecretHash(client, input, name);
  const attributes = attributesOf(input.UserAttributes);
  const writable = client.writeAttributes;
  if (writable && Object.keys(attributes).some((attributeName) => !writable.includes(attributeName))) {
    throw notAuthorized("A client attempted to write unauthorized attribute");
  }
  const user = addUser(pool, name, password, "UNCONFIRMED", attributes);
  user.confirmation = { code: String(randomInt(1_000_000)).padStart(6, "0"), until: pool.now() + dayMs };
  const { email } = user.attributes;
  const delivered = pool.declared.autoVerifiesEmail && email;
  const delivery = { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: masked(email ?? "") };
  return { UserConfirmed: false, UserSub: user.sub, ...(delivered ? { CodeDeliveryDetails: delivery } : {}) };
}

export function confirmSignUp(pool: UserPool, input: Input): Input {
  const client = pool.client(input.ClientId);
  requireSecretHash(client, input, input.Username);
  const user = pool.users.find(String(input.Username));
  // Where the client hides who exists, a wrong name is answered like a wrong code.
  const wrongCode = new CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.");
  if (!user && client.hidesUsers) {
    throw wrongCode;
  }
  const known = user ?? pool.users.get(String(input.Username));
  if (known.status !== "UNCONFIRMED") {
    throw notAuthorized(`User cannot be confirmed. Current status is ${known.status}`);
  }
  if (known.confirmation?.code !== input.ConfirmationCode) {
    throw wrongCode;
  }
  if (known.confirmation!.until < pool.now()) {
    throw new CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.");
  }
  known.status = "CONFIRMED";
  known.confirmation = undefined;
  if (pool.declared.autoVerifiesEmail && known.attributes.email) {
    known.attributes.email_verified = "true";
  }
  return {};
}

export function adminCreateUser(pool: UserPool, input: Input): Input {
  if (input.MessageAction === "RESEND") {
    return invitedAgain(pool, input);
  }
  const password = input.TemporaryPassword ?? madeUpPassword();
  const user = addUser(pool, input.Username, password, "FORCE_CHANGE_PASSWORD", attributesOf(input.UserAttributes));
  return { User: { ...described(user), Attributes: listed(user) } };
}

/** A new temporary password, for as long as the first was good. Nothing else is changed. */
function invitedAgain(pool: UserPool, input: Input): Input {
  const user = pool.users.get(String(input.Username));
  if (user.status !== "FORCE_CHANGE_PASSWORD") {
    throw new CognitoError("UnsupportedUserStateException", "Resend not possible. User status is not supported");
  }
  const password = String(input.TemporaryPassword ?? madeUpPassword());
  requirePolicy(pool, password);
  setPassword(user, password, pool.now());
  return { User: { ...described(user), Attributes: listed(user) } };
}

export function adminSetUserPassword(pool: UserPool, input: Input): Input {
  const user = pool.users.get(String(input.Username));
  requirePolicy(pool, String(input.Password ?? ""));
  setPassword(user, input.Password, pool.now());
  user.status = input.Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";
  return {};
}

export function adminGetUser(pool: UserPool, input: Input): Input {
  const user = pool.users.get(String(input.Username));
  return { ...described(user), UserAttributes: listed(user) };
}

export function adminDeleteUser(pool: UserPool, input: Input): Input {
  const user = pool.users.get(String(input.Username));
  pool.grants.revokeAllOf(user.sub);
  pool.users.remove(user);
  return {};
}

/** What a user sees of themselves, as far as the client may read. */
export function listed(user: User, readable?: readonly string[]): { Name: string; Value: string }[] {
  return Object.entries(user.attributes)
    .filter(([name]) => !readable || name === "sub" || readable.includes(name))
    .map(([Name, Value]) => ({ Name, Value }));
}

/** Throws InvalidParameterException, InvalidPasswordException, UsernameExistsException. */
export function addUser(
  pool: UserPool,
  name: unknown,
  password: unknown,
  status: User["status"],
  attributes: Record<string, string>,
): User {
  if (typeof name !== "string" || name === "") {
    throw invalidParameter("Missing required parameter USERNAME");
  }
  if (pool.declared.emailIsUsername && !name.includes("@")) {
    throw invalidParameter("Username should be an email.");
  }
  requirePolicy(pool, String(password ?? ""));
  const all = pool.declared.emailIsUsername ? { email: name, ...attributes } : attributes;
  checkAttributes(pool.declared, all);
  return pool.users.add(name, status, String(password), all, pool.now());
}

function requirePolicy(pool: UserPool, password: string): void {
  const issue = passwordIssue(password, pool.declared.passwordPolicy);
  if (issue) {
    throw new CognitoError("InvalidPasswordException", issue);
  }
}

export function attributesOf(list: { Name: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value ?? ""]));
}

function described(user: User): Input {
  const seconds = user.createdAt / 1_000;
  return {
    Username: user.username,
    Enabled: true,
    UserStatus: user.status,
    UserCreateDate: seconds,
    UserLastModifiedDate: seconds,
  };
}

/** `a***@e***`: the way Cognito shows where a code went. */
export function masked(email: string): string {
  const [name = "", host = ""] = email.split("@");
  return `${name.slice(0, 1)}***@${host.slice(0, 1)}***`;
}
