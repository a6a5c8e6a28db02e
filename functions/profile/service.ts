/** The signed-in user's preferences: GET and PUT /v1/profile. */
import { problem } from "../../model/problem";
import { atHome } from "../shared/at-home";
import { TableRefused, TableUnavailable } from "../shared/errors";
import { retryAfterSeconds } from "../shared/freshness";
import { type HttpRequest, type HttpResponse, json, noneMatch } from "../shared/http";
import { type KeyedWrite, once, replayed } from "../shared/idempotency";
import type { Owner } from "../shared/owner";
import { type HandlerResult, type Refusal, refuse, refuseBody } from "../shared/reply";
import { serve } from "../shared/serve";
import type { ProfileService } from "./context";
import { etagOf, preconditionOf } from "./precondition";
import { preferencesOf } from "./preferences";
import { type Commit, type Profile, VersionConflict } from "./profiles";

export const profile = serve<"profile", ProfileService>("profile", {
  "GET /v1/profile": (request, context) =>
    atHome(request.owner, "read", context, () => get(request, request.owner, context)),
  "PUT /v1/profile": (request, context) =>
    atHome(request.owner, "write", context, () =>
      once(request, request.owner, context.responses, (write) => put(request, request.owner, context, write)),
    ),
});

async function get(request: HttpRequest, owner: Owner, { profiles }: ProfileService): Promise<HandlerResult> {
  const found = await attempt(() => profiles.read(owner));
  if ("code" in found) {
    return found;
  }
  if (!found.value) {
    return refuse(problem("profile-absent", "Save the first with PUT and If-None-Match: *."));
  }
  return { response: profileResponse(found.value, request) };
}

async function put(
  request: HttpRequest,
  owner: Owner,
  context: ProfileService,
  keyed?: KeyedWrite,
): Promise<HandlerResult> {
  const precondition = preconditionOf(request);
  if ("issue" in precondition) {
    return refuse(problem("invalid-request", precondition.issue));
  }
  if ("missing" in precondition) {
    return refuse(
      problem("precondition-required", "Send If-Match with the ETag that was read, or If-None-Match: * for the first."),
    );
  }
  const body = preferencesOf(request.body);
  if ("issues" in body) {
    return refuseBody(body.issues);
  }
  const id = keyed?.id ?? context.newId();
  const commit: Commit | undefined = keyed && ((write, profile) => keyed.commit(write, profileResponse(profile)));
  const { expected } = precondition;
  const written = await attempt(() => context.profiles.write(owner, expected, body.preferences, id, commit));
  if ("code" in written) {
    return written;
  }
  const response = profileResponse(written.value.profile);
  // Its own work, come from the other Region before the record of its response.
  return keyed && written.value.repeated ? { response: replayed(response), replayed: true } : { response };
}

function profileResponse({ preferences, version, updatedAt }: Profile, request?: HttpRequest): HttpResponse {
  const etag = etagOf(version);
  if (request && !noneMatch(request, etag)) {
    return { status: 304, headers: { etag }, body: "" };
  }
  return json(200, { preferences, version, updatedAt }, { etag });
}

/** The value, or the refusal that fits the error. What nobody foresaw is thrown on. */
async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | Refusal> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof VersionConflict) {
      const detail = "Read it again, apply the change, and send the new ETag.";
      return refuse(problem("version-conflict", detail, { currentVersion: error.version }));
    }
    if (error instanceof TableUnavailable || error instanceof TableRefused) {
      return refuse(problem("profile-unavailable", `Nothing was lost. Try again in ${retryAfterSeconds} s.`));
    }
    throw error;
  }
}
