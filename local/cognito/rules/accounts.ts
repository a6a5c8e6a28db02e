/** What Cognito accepts as a password and as attributes, and when it locks a user out: pure functions. */
import { invalidParameter } from "../errors";
import { type DeclaredPool, type PasswordPolicy, standardAttributes } from "./declared";

/**
 * What is wrong with a password, in Cognito's words, or undefined.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export function passwordIssue(password: string, policy: PasswordPolicy): string | undefined {
  const checks: [boolean, string][] = [
    [password.length >= policy.minimumLength, "Password not long enough"],
    [!policy.requireUppercase || /[A-Z]/.test(password), "Password must have uppercase characters"],
    [!policy.requireLowercase || /[a-z]/.test(password), "Password must have lowercase characters"],
    [!policy.requireNumbers || /[0-9]/.test(password), "Password must have numeric characters"],
    [
      !policy.requireSymbols || /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/.test(password),
      "Password must have symbol characters",
    ],
    [password.length <= 256, "Password is longer than 256 characters"],
    [!/^\s|\s$/.test(password), "Password must not begin or end with a space"],
  ];
  const failed = checks.find(([ok]) => !ok);
  return failed && `Password did not conform with policy: ${failed[1]}`;
}

/** Failed attempts of a user, and since when none was made. */
export interface Attempts {
  failed: number;
  lockedUntil: number;
  lastAt: number;
}

const quietMs = 15 * 60_000;
export const noAttempts: Attempts = { failed: 0, lockedUntil: 0, lastAt: 0 };

/** Whether an attempt at `now` (ms) is refused without looking at the password. */
export function isLockedOut(attempts: Attempts, now: number): boolean {
  return now < attempts.lockedUntil;
}

/**
 * After a failed attempt: from the fifth on a lockout of 2^(n-5) seconds, at most about 15 minutes; quiet for 15 minutes
 * starts anew. https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior
 */
export function afterFailure(attempts: Attempts, now: number): Attempts {
  const failed = now - attempts.lastAt > quietMs ? 1 : attempts.failed + 1;
  const lockMs = failed < 5 ? 0 : Math.min(2 ** (failed - 5) * 1_000, quietMs);
  return { failed, lockedUntil: now + lockMs, lastAt: now };
}

/** Throws InvalidParameterException for attributes that the pool's schema does not have or does not accept. */
export function checkAttributes(pool: DeclaredPool, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const declared = pool.schema.find((attribute) => attribute.name === name);
    if (!declared && !standardAttributes.includes(name)) {
      throw invalidParameter(
        `Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.`,
      );
    }
    if (name === "email" && !/^[^@\s]+@[^@\s]+$/.test(value)) {
      throw invalidParameter("Invalid email address format.");
    }
    if (!declared) {
      continue;
    }
    const { minLength, maxLength } = declared;
    if (value.length < minLength || value.length > maxLength) {
      const limit = `must be between ${minLength} and ${maxLength} characters`;
      throw invalidParameter(`Attributes did not conform to the schema: ${name}: String ${limit}`);
    }
  }
  for (const { name, required } of pool.schema) {
    if (required && !attributes[name]) {
      throw invalidParameter(`Attributes did not conform to the schema: ${name}: The attribute is required`);
    }
  }
}
