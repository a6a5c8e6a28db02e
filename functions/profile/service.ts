/** The signed-in user's preferences: GET and PUT /v1/profile. */
import type { Directory } from "../shared/directory";
import { TableRefused, TableUnavailable } from "../shared/errors";
import { retryAfterSeconds } from "../shared/freshness";
import { type HttpRequest, type HttpResponse, isJson, json, noneMatch } from "../shared/http";
import { type ProblemCode, problem, refusal } from "../shared/problem";
import { organizationIdPattern } from "../shared/registry";
import type { Reply } from "../shared/serve";
import { gate, type Place } from "./gate";
import { etagOf, preconditionOf } from "./precondition";
import { maxBodyBytes, preferencesOf } from "./preferences";
import { type Owner, type Profile, type Profiles, VersionConflict } from "./profiles";

export interface ProfileService extends Place {
  directory: Directory;
  profiles: Profiles;
  region: string;
  newId(): string;
}

const route = "/v1/profile";
const methods = "GET, HEAD, PUT, OPTIONS";

/** The reply to any request. Every answer says which Region and jurisdiction gave it, and nobody may keep it. */
export async function profile(request: HttpRequest, context: ProfileService): Promise<Reply> {
  const reply = await answer(request, context);
  const headers = {
    ...reply.response.headers,
    "cache-control": "private, no-store",
    "home-region": context.region,
    "home-jurisdiction": context.jurisdiction,
    "access-control-allow-origin": `https://app.${context.domain}`,
    "access-control-expose-headers": "etag, retry-after, home-region, home-jurisdiction",
    vary: "origin",
  };
  return { ...reply, response: { ...reply.response, headers } };
}

async function answer(request: HttpRequest, context: ProfileService): Promise<Reply> {
  if (request.path !== route) return refused("path-unknown", `Known is ${route}.`);
  if (request.method === "OPTIONS") return { response: preflight(), route };
  const writes = request.method === "PUT";
  if (!writes && request.method !== "GET" && request.method !== "HEAD")
    return refused(
      "method-not-allowed",
      `${request.method} is not allowed here; ${methods} are.`,
      {},
      { allow: methods },
    );
  const owner = ownerOf(request, context.jurisdiction);
  if (!owner) return refused("unauthorized", "Sign in, and send the access token in Authorization: Bearer.");
  const stopped = await gate(owner.organization, writes, context.directory, context);
  if (stopped) return { ...refusedWith(stopped), organization: owner.organization };
  const reply = writes ? await put(request, owner, context) : await get(request, owner, context);
  return { ...reply, organization: owner.organization };
}

/** Who the authorizer says that it is. Undefined where it says nothing, or speaks for another jurisdiction. */
function ownerOf({ authorizer }: HttpRequest, here: string): Owner | undefined {
  const { organization, subject, jurisdiction } = authorizer;
  if (typeof organization !== "string" || !organizationIdPattern.test(organization)) return undefined;
  if (typeof subject !== "string" || subject === "" || jurisdiction !== here) return undefined;
  return { organization, subject };
}

async function get(request: HttpRequest, owner: Owner, { profiles }: ProfileService): Promise<Reply> {
  const found = await attempt(() => profiles.read(owner));
  if ("code" in found) return found;
  if (!found.value) return refused("profile-absent", "Save the first with PUT and If-None-Match: *.");
  return { response: profileResponse(request, found.value), route };
}

async function put(request: HttpRequest, owner: Owner, { profiles, newId }: ProfileService): Promise<Reply> {
  if (request.body.length > maxBodyBytes)
    return refused("body-too-large", `The body has ${request.body.length} bytes; ${maxBodyBytes} are allowed.`);
  if (!isJson(request)) return refused("media-type-unsupported", "Send content-type: application/json.");
  const precondition = preconditionOf(request);
  if ("fault" in precondition) return refused("invalid-request", precondition.fault);
  if ("missing" in precondition)
    return refused(
      "precondition-required",
      "Send If-Match with the ETag that was read, or If-None-Match: * for the first.",
    );
  const body = preferencesOf(request.body);
  if ("faults" in body) return refused("invalid-request", "The body has faults.", { errors: body.faults });
  const written = await attempt(() => profiles.write(owner, precondition.expected, body.preferences, newId()));
  return "code" in written ? written : { response: profileResponse(undefined, written.value), route };
}

function profileResponse(request: HttpRequest | undefined, { preferences, version, updatedAt }: Profile): HttpResponse {
  const etag = etagOf(version);
  if (request && !noneMatch(request, etag)) return { status: 304, headers: { etag }, body: "" };
  return json(200, { preferences, version, updatedAt }, { etag });
}

/** The value, or the refusal that fits the fault. What nobody foresaw is thrown on. */
async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | (Reply & { code: string })> {
  try {
    return { value: await work() };
  } catch (fault) {
    if (fault instanceof VersionConflict)
      return refused("version-conflict", "Read it again, apply the change, and send the new ETag.", {
        currentVersion: fault.version,
      });
    if (fault instanceof TableUnavailable || fault instanceof TableRefused)
      return refused("profile-unavailable", `Nothing was lost. Try again in ${retryAfterSeconds} s.`);
    throw fault;
  }
}

function preflight(): HttpResponse {
  const headers = {
    "access-control-allow-methods": methods,
    "access-control-allow-headers": "authorization, content-type, idempotency-key, if-match, if-none-match",
    "access-control-max-age": "600",
  };
  return { status: 204, headers, body: "" };
}

function refused(code: ProblemCode, detail: string, extensions = {}, headers = {}): Reply & { code: string } {
  return refusedWith(problem(code, detail, extensions), headers);
}

function refusedWith(body: ReturnType<typeof problem>, headers: Record<string, string> = {}): Reply & { code: string } {
  const retry = body.status === 503 ? { "retry-after": String(retryAfterSeconds) } : {};
  return { response: refusal(body, { ...retry, ...headers }), route, code: body.code };
}
