/** The user pools API by operation: which pool a call is about, who may call it, what it does. */
import { decodeJwt } from "jose";
import * as accounts from "./accounts";
import { updateUserAttributes, verifyUserAttribute } from "./attributes";
import { CognitoError, invalidParameter, notAuthorized, notFound } from "./errors";
import type { UserPool } from "./pool";
import { initiateAuth, respondToAuthChallenge, tokensFromRefreshToken } from "./sign-in";

type Input = Record<string, any>;

interface Operation {
  /** Where a call says which pool it is about. */
  by: "client" | "token" | "pool";
  run(pool: UserPool, input: Input, trace: string): Input | Promise<Input>;
}

const operations: Readonly<Record<string, Operation>> = {
  SignUp: { by: "client", run: accounts.signUp },
  ConfirmSignUp: { by: "client", run: accounts.confirmSignUp },
  InitiateAuth: { by: "client", run: initiateAuth },
  RespondToAuthChallenge: { by: "client", run: respondToAuthChallenge },
  GetTokensFromRefreshToken: { by: "client", run: tokensFromRefreshToken },
  RevokeToken: { by: "client", run: revokeToken },
  GetUser: { by: "token", run: getUser },
  UpdateUserAttributes: { by: "token", run: updateUserAttributes },
  VerifyUserAttribute: { by: "token", run: verifyUserAttribute },
  GlobalSignOut: { by: "token", run: globalSignOut },
  AdminCreateUser: { by: "pool", run: accounts.adminCreateUser },
  AdminSetUserPassword: { by: "pool", run: accounts.adminSetUserPassword },
  AdminGetUser: { by: "pool", run: accounts.adminGetUser },
  AdminDeleteUser: { by: "pool", run: accounts.adminDeleteUser },
};

/** Throws where the twin does not stand in for an operation, or where administrators' calls are not the operator's. */
export function operationNamed(name: string | undefined, isOperator: boolean): Operation {
  const operation = name !== undefined && Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    throw new CognitoError("UnknownOperationException", `the twin does not stand in for ${name}`);
  }
  if (operation.by === "pool" && !isOperator) {
    throw new CognitoError("AccessDeniedException", `User is not authorized to perform: cognito-idp:${name}`);
  }
  return operation;
}

/** The pool that a call is about; throws ResourceNotFoundException where a Region has no such pool. */
export function poolOf(pools: readonly UserPool[], operation: Operation, input: Input): UserPool {
  if (operation.by === "client") {
    const pool = pools.find(({ declared }) => declared.clients.has(input.ClientId));
    if (!pool) {
      throw notFound(`User pool client ${input.ClientId} does not exist.`);
    }
    return pool;
  }
  if (operation.by === "token") {
    const issuer = issuerOf(input.AccessToken);
    const pool = pools.find(({ declared }) => declared.issuer === issuer);
    if (!pool) {
      throw notAuthorized("Invalid Access Token");
    }
    return pool;
  }
  const pool = pools.find(({ declared }) => declared.id === input.UserPoolId);
  if (!pool) {
    throw notFound(`User pool ${input.UserPoolId} does not exist.`);
  }
  return pool;
}

async function getUser(pool: UserPool, input: Input): Promise<Input> {
  const user = await pool.userOf(input.AccessToken);
  const { client_id: clientId } = decodeJwt(input.AccessToken);
  const readable = pool.client(clientId).readAttributes;
  return { Username: user.username, UserAttributes: accounts.listed(user, readable) };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html */
async function globalSignOut(pool: UserPool, input: Input): Promise<Input> {
  const user = await pool.userOf(input.AccessToken);
  pool.grants.revokeAllOf(user.sub);
  return {};
}

function revokeToken(pool: UserPool, input: Input): Input {
  const client = pool.client(input.ClientId);
  if (typeof input.Token !== "string") {
    throw invalidParameter("Missing required parameter Token");
  }
  if (!client.revocation) {
    throw new CognitoError("UnsupportedOperationException", "Token revocation is not enabled");
  }
  if (issuerOf(input.Token)) {
    throw new CognitoError("UnsupportedTokenTypeException", "Only refresh tokens are revoked");
  }
  pool.grants.revoke(input.Token, client.id);
  return {};
}

function issuerOf(token: unknown): string | undefined {
  try {
    return decodeJwt(String(token)).iss;
  } catch {
    return undefined;
  }
}
