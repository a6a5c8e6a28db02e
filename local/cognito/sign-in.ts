/**
 * InitiateAuth, RespondToAuthChallenge and what refreshes tokens.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import { createHmac } from "node:crypto";
import { CognitoError, invalidParameter, notAuthorized } from "./errors";
import type { Challenge } from "./grants";
import { passwordVerifier, requirePassword, verifiedUser } from "./password";
import type { AuthenticationResult, UserPool } from "./pool";
import { passwordIssue } from "./rules/accounts";
import type { DeclaredClient } from "./rules/declared";
import { setPassword, type User } from "./users";

type Input = Record<string, any>;
export type SignInResponse =
  | { AuthenticationResult: AuthenticationResult; ChallengeParameters: Record<string, string> }
  | {
      ChallengeName: Challenge;
      /** None with USER_SRP_AUTH, where the secret block is enough. */
      Session?: string;
      ChallengeParameters: Record<string, string>;
      AvailableChallenges?: string[];
    };

export async function initiateAuth(pool: UserPool, input: Input, trace: string): Promise<SignInResponse> {
  const client = pool.client(input.ClientId);
  const parameters: Input = input.AuthParameters ?? {};
  switch (input.AuthFlow) {
    case "USER_AUTH":
      requireFlow(client, "USER_AUTH");
      return chooseFactor(pool, client, parameters, trace);
    case "USER_SRP_AUTH":
      requireFlow(client, "USER_SRP_AUTH");
      return withProof(pool, client, parameters);
    case "USER_PASSWORD_AUTH":
      requireFlow(client, "USER_PASSWORD_AUTH");
      return withPassword(pool, client, parameters, trace);
    case "REFRESH_TOKEN":
    case "REFRESH_TOKEN_AUTH": {
      requireFlow(client, "REFRESH_TOKEN_AUTH");
      if (client.rotation) {
        throw notAuthorized("Refresh token rotation is enabled: use GetTokensFromRefreshToken");
      }
      return refreshed(pool, client, required(parameters, "REFRESH_TOKEN"), trace);
    }
    default:
      throw invalidParameter(
        `The twin does not stand in for AuthFlow ${JSON.stringify(input.AuthFlow)}; ` +
          "it knows USER_AUTH, USER_SRP_AUTH, USER_PASSWORD_AUTH and REFRESH_TOKEN_AUTH",
      );
  }
}

export async function respondToAuthChallenge(pool: UserPool, input: Input, trace: string): Promise<SignInResponse> {
  const client = pool.client(input.ClientId);
  const responses: Input = input.ChallengeResponses ?? {};
  const challenge = input.ChallengeName as Challenge;
  if (challenge === "PASSWORD_VERIFIER") {
    requireSecretHash(client, responses, required(responses, "USERNAME"));
    return admitted(pool, client, verifiedUser(pool, client, responses), trace);
  }
  if (!["PASSWORD", "NEW_PASSWORD_REQUIRED", "SELECT_CHALLENGE"].includes(challenge)) {
    throw invalidParameter(`The twin does not stand in for ChallengeName ${JSON.stringify(challenge)}`);
  }
  const session = pool.grants.takeSession(input.Session, client.id, challenge);
  const name = required(responses, "USERNAME");
  if (name !== session.name && pool.users.find(name)?.username !== pool.users.find(session.name)?.username) {
    throw notAuthorized("Invalid session for the user.");
  }
  if (challenge === "SELECT_CHALLENGE") {
    return chooseFactor(pool, client, { ...responses, PREFERRED_CHALLENGE: responses.ANSWER }, trace);
  }
  if (challenge === "PASSWORD") {
    return withPassword(pool, client, responses, trace);
  }
  return newPassword(pool, client, pool.users.get(session.name), required(responses, "NEW_PASSWORD"), trace);
}

/**
 * With rotation on, the old token ends and a new one comes back, no longer valid than it:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export async function tokensFromRefreshToken(pool: UserPool, input: Input, trace: string) {
  const client = pool.client(input.ClientId);
  const token = required(input, "RefreshToken");
  const grant = pool.grants.refresh(token, client.id);
  const { AuthenticationResult, ...rest } = await refreshed(pool, client, token, trace);
  if (!client.rotation) {
    return { AuthenticationResult, ...rest };
  }
  const user = pool.users.bySub(grant.sub)!;
  const RefreshToken = pool.addRefresh(client, user, grant, grant.until);
  pool.grants.retire(token, client.rotation.graceSeconds);
  return { AuthenticationResult: { ...AuthenticationResult, RefreshToken } };
}

async function refreshed(pool: UserPool, client: DeclaredClient, token: string, trace: string) {
  const grant = pool.grants.refresh(token, client.id);
  const user = pool.users.bySub(grant.sub);
  if (!user) {
    throw notAuthorized("Invalid Refresh Token");
  }
  const tokens = await pool.tokens(client, user, grant, "TokenGeneration_RefreshTokens", trace);
  return { AuthenticationResult: tokens, ChallengeParameters: {} };
}

async function chooseFactor(
  pool: UserPool,
  client: DeclaredClient,
  parameters: Input,
  trace: string,
): Promise<SignInResponse> {
  const name = required(parameters, "USERNAME");
  const preferred = parameters.PREFERRED_CHALLENGE;
  const offers = pool.declared.firstFactors.includes("PASSWORD") ? ["PASSWORD", "PASSWORD_SRP"] : [];
  if (preferred === "PASSWORD_SRP" && offers.includes(preferred)) {
    const { ChallengeParameters, ...verifier } = withProof(pool, client, parameters);
    return { ...verifier, Session: ChallengeParameters.SECRET_BLOCK, ChallengeParameters };
  }
  if (preferred === "PASSWORD" && offers.includes("PASSWORD")) {
    if (parameters.PASSWORD !== undefined) {
      return withPassword(pool, client, parameters, trace);
    }
    return challenged(pool, client, name, "PASSWORD");
  }
  if (
    preferred !== undefined &&
    !["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"].includes(preferred)
  ) {
    throw invalidParameter(`PREFERRED_CHALLENGE ${JSON.stringify(preferred)} is not a challenge`);
  }
  // A preference that is not to be had is answered with what is.
  return { ...challenged(pool, client, name, "SELECT_CHALLENGE"), AvailableChallenges: offers };
}

async function withPassword(
  pool: UserPool,
  client: DeclaredClient,
  parameters: Input,
  trace: string,
): Promise<SignInResponse> {
  const name = required(parameters, "USERNAME");
  const password = required(parameters, "PASSWORD");
  const user = pool.users.find(name);
  requireSecretHash(client, parameters, name);
  requirePassword(pool, client, user, password);
  return admitted(pool, client, user, trace);
}

function withProof(pool: UserPool, client: DeclaredClient, parameters: Input) {
  const name = required(parameters, "USERNAME");
  requireSecretHash(client, parameters, name);
  return passwordVerifier(pool, client, name, required(parameters, "SRP_A"));
}

/** What somebody gets who has proven their password: tokens, or what they must do first. */
async function admitted(pool: UserPool, client: DeclaredClient, user: User, trace: string): Promise<SignInResponse> {
  if (pool.declared.requiresMfa) {
    throw invalidParameter("This pool requires MFA, which the twin does not stand in for; set mfa to optional");
  }
  if (user.status === "UNCONFIRMED") {
    throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
  }
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    const until = user.passwordSetAt + pool.declared.passwordPolicy.temporaryPasswordValidityDays * 86_400_000;
    if (pool.now() > until) {
      throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
    }
    const { sub: _, ...attributes } = user.attributes;
    return challenged(pool, client, user.username, "NEW_PASSWORD_REQUIRED", {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: "[]",
      userAttributes: JSON.stringify(attributes),
    });
  }
  const result = await pool.signedIn(client, user, "TokenGeneration_Authentication", trace);
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

async function newPassword(
  pool: UserPool,
  client: DeclaredClient,
  user: User,
  password: string,
  trace: string,
): Promise<SignInResponse> {
  const issue = passwordIssue(password, pool.declared.passwordPolicy);
  if (issue) {
    throw new CognitoError("InvalidPasswordException", issue);
  }
  setPassword(user, password, pool.now());
  user.status = "CONFIRMED";
  const result = await pool.signedIn(client, user, "TokenGeneration_NewPasswordChallenge", trace);
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash */
export function requireSecretHash(client: DeclaredClient, parameters: Input, name: string): void {
  if (client.secret === undefined) {
    return;
  }
  const given = parameters.SECRET_HASH ?? parameters.SecretHash;
  if (given === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const wanted = createHmac("sha256", client.secret).update(`${name}${client.id}`).digest("base64");
  if (given !== wanted) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
  }
}

function challenged(
  pool: UserPool,
  client: DeclaredClient,
  name: string,
  challenge: Challenge,
  parameters: Record<string, string> = {},
) {
  const Session = pool.grants.openSession(name, client.id, challenge);
  return { ChallengeName: challenge, Session, ChallengeParameters: parameters };
}

function requireFlow(client: DeclaredClient, flow: string): void {
  // Clients from before 2020 name flows without the prefix; those cannot be mixed with the prefixed ones.
  if (client.flows.includes(`ALLOW_${flow}`) || client.flows.includes(flow)) {
    return;
  }
  throw invalidParameter(`${flow} flow not enabled for this client`);
}

function required(parameters: Input, name: string): string {
  const value = parameters[name];
  if (typeof value === "string" && value !== "") {
    return value;
  }
  throw invalidParameter(`Missing required parameter ${name}`);
}
