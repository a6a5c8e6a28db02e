/** The four requests that an app makes: find home, sign in, write and read a profile. */
import type { Home } from "../../model/home";
import { lookupHost } from "../../model/names";
import type { Problem } from "../../model/problem";
import type { Requester, Response } from "./requester";

export interface Caller {
  request: Requester;
  trace: string;
}

/** A response that is not the one asked for. `code` is the problem's, or the service's error type. */
export class Unexpected extends Error {
  override name = "Unexpected";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const timeoutMs = 10_000;

/** Asks the lookup. Throws Unexpected with the problem's code: `organization-unknown`. */
export async function findHome({ request, ...caller }: Caller, domain: string, organization: string): Promise<Home> {
  const url = `https://${lookupHost(domain)}/v1/organizations/${encodeURIComponent(organization)}/home`;
  const response = await request({ ...caller, method: "GET", url, timeoutMs });
  return read<Home>(response);
}

export interface SignIn {
  region: string;
  clientId: string;
  username: string;
  password: string;
}

export interface SignedIn {
  token: string;
  /** How long the token is good for. */
  seconds: number;
  /** What the next token is asked for with, once. */
  refreshToken: string;
}

/** Where a session is renewed, and with what. */
export interface Renewal {
  region: string;
  clientId: string;
  refreshToken: string;
}

/**
 * An access token by choice-based sign-in with a password, in one call:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
 */
export function signIn(caller: Caller, { region, clientId, username, password }: SignIn): Promise<SignedIn> {
  return tokensFrom(caller, region, "InitiateAuth", {
    AuthFlow: "USER_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password },
  });
}

/** New tokens without the person: the old refresh token ends, the new one is to be kept. */
export const renew = (caller: Caller, { region, clientId, refreshToken }: Renewal): Promise<SignedIn> =>
  tokensFrom(caller, region, "GetTokensFromRefreshToken", { ClientId: clientId, RefreshToken: refreshToken });

async function tokensFrom(
  { request, ...caller }: Caller,
  region: string,
  operation: string,
  input: object,
): Promise<SignedIn> {
  const response = await request({
    ...caller,
    method: "POST",
    url: `https://cognito-idp.${region}.amazonaws.com/`,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
    timeoutMs,
  });
  const content = read<{
    AuthenticationResult?: { AccessToken?: string; RefreshToken?: string; ExpiresIn?: number };
    ChallengeName?: string;
  }>(response);
  const { AccessToken: token, RefreshToken: refreshToken, ExpiresIn: seconds = 0 } = content.AuthenticationResult ?? {};
  if (token && refreshToken) {
    return { token, seconds, refreshToken };
  }
  throw new Unexpected(response.status, "no-token", `the pool asks for ${content.ChallengeName ?? "something else"}`);
}

export interface Profile {
  preferences: Record<string, unknown>;
  version: number;
}

/** The signed-in user's profile, or null where there is none yet. `etag` is what `If-Match` must say to change it. */
export async function readProfile({ request, ...caller }: Caller, api: string, token: string) {
  const response = await request({
    ...caller,
    method: "GET",
    url: `${api}/v1/profile`,
    headers: bearer(token),
    timeoutMs,
  });
  try {
    return { profile: read<Profile>(response), etag: response.headers.etag ?? null };
  } catch (error) {
    if ((error as Unexpected).code === "profile-absent") {
      return { profile: null, etag: null };
    }
    throw error;
  }
}

/** Stores preferences. `etag` null creates the profile. */
export async function writeProfile(
  { request, ...caller }: Caller,
  api: string,
  token: string,
  preferences: Record<string, unknown>,
  etag: string | null,
): Promise<Profile> {
  const condition: Record<string, string> = etag === null ? { "if-none-match": "*" } : { "if-match": etag };
  const response = await request({
    ...caller,
    method: "PUT",
    url: `${api}/v1/profile`,
    headers: { ...bearer(token), "content-type": "application/json", ...condition },
    body: JSON.stringify({ preferences }),
    timeoutMs,
  });
  return read<Profile>(response);
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function read<T>({ status, body }: Response): T {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    throw new Unexpected(status, "not-json", `status ${status}: the response is not JSON: ${body.slice(0, 80)}`);
  }
  if (status >= 200 && status < 300) {
    return content as T;
  }
  const { code, detail, __type, message } = content as Partial<Problem> & { __type?: string; message?: string };
  const kind = code ?? __type?.split("#").at(-1) ?? `status-${status}`;
  throw new Unexpected(status, kind, `${status} ${kind}: ${detail ?? message ?? "no reason given"}`);
}
