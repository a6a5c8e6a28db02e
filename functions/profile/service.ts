/** The signed-in user's preferences: GET and PUT /v1/profile. */

import type { ProblemCode } from "../../model/problem";
import type { Directory } from "../shared/directory";
import { TableRefused, TableUnavailable } from "../shared/errors";
import { retryAfterSeconds } from "../shared/freshness";
import { type HttpRequest, type HttpResponse, isJson, json, noneMatch } from "../shared/http";
import { type KeptAnswers, type KeyedWrite, once, replayed } from "../shared/idempotency";
import { type Owner, ownerOf } from "../shared/owner";
import { fromHere, type Place, preflight, type Refusal, refused as refusedAt, refusedWith } from "../shared/regional";
import type { Reply } from "../shared/serve";
import { gate } from "./gate";
import { etagOf, preconditionOf } from "./precondition";
import { maxBodyBytes, preferencesOf } from "./preferences";
import { type Commit, type Profile, type Profiles, VersionConflict } from "./profiles";

export interface ProfileService extends Place {
  directory: Directory;
  profiles: Profiles;
  answers: KeptAnswers;
  region: string;
  newId(): string;
}

const route = "/v1/profile";
const methods = "GET, HEAD, PUT, OPTIONS";
const allowedHeaders = "authorization, content-type, idempotency-key, if-match, if-none-match";

/** The reply to any request. Every answer says which Region and jurisdiction gave it, and nobody may keep it. */
export async function profile(request: HttpRequest, context: ProfileService): Promise<Reply> {
  return fromHere(await answer(request, context), context);
}

async function answer(request: HttpRequest, context: ProfileService): Promise<Reply> {
  if (request.path !== route) return refused("path-unknown", `Known is ${route}.`);
  if (request.method === "OPTIONS") return { response: preflight(methods, allowedHeaders), route };
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
  if (stopped) return { ...refusedWith(route, stopped), organization: owner.organization };
  const reply = writes
    ? await once(request, owner, route, context.answers, (write) => put(request, owner, context, write))
    : await get(request, owner, context);
  return { ...reply, organization: owner.organization };
}

async function get(request: HttpRequest, owner: Owner, { profiles }: ProfileService): Promise<Reply> {
  const found = await attempt(() => profiles.read(owner));
  if ("code" in found) return found;
  if (!found.value) return refused("profile-absent", "Save the first with PUT and If-None-Match: *.");
  return { response: profileResponse(found.value, request), route };
}

async function put(request: HttpRequest, owner: Owner, context: ProfileService, keyed?: KeyedWrite): Promise<Reply> {
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
  const id = keyed?.id ?? context.newId();
  const commit: Commit | undefined = keyed && ((one, profile) => keyed.commit(one, profileResponse(profile)));
  const { expected } = precondition;
  const written = await attempt(() => context.profiles.write(owner, expected, body.preferences, id, commit));
  if ("code" in written) return written;
  const response = profileResponse(written.value.profile);
  // Its own work, come from the other Region before the record of its answer.
  return keyed && written.value.repeated
    ? { response: replayed(response), route, replayed: true }
    : { response, route };
}

function profileResponse({ preferences, version, updatedAt }: Profile, request?: HttpRequest): HttpResponse {
  const etag = etagOf(version);
  if (request && !noneMatch(request, etag)) return { status: 304, headers: { etag }, body: "" };
  return json(200, { preferences, version, updatedAt }, { etag });
}

/** The value, or the refusal that fits the fault. What nobody foresaw is thrown on. */
async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | Refusal> {
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

function refused(code: ProblemCode, detail: string, extensions = {}, headers = {}): Refusal {
  return refusedAt(route, code, detail, extensions, headers);
}
