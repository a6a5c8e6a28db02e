/** The collector: POST /v1/measurements. It asks for the user's token like every route with data, and keeps nothing of it. */

import type { ProblemCode } from "../../model/problem";
import { type HttpRequest, isJson, json } from "../shared/http";
import { ownerOf } from "../shared/owner";
import { fromHere, type Place, preflight, type Refusal, refused as refusedAt } from "../shared/regional";
import type { Reply } from "../shared/serve";
import { batchOf, maxBodyBytes } from "./batch";
import { documentsOf, type EmfDocument, lostDocument } from "./emf";

export interface Collector extends Place {
  region: string;
  /** ms since the epoch. */
  now(): number;
  /** Writes one line of the log. */
  emit(document: EmfDocument): void;
}

const route = "/v1/measurements";
const methods = "POST, OPTIONS";

/**
 * The reply to any request. The organization's home is not asked for, and no reply names it: nothing here is an
 * organization's, and times of a Region whose registry is gone should arrive all the same.
 */
export function measurements(request: HttpRequest, context: Collector): Reply {
  return fromHere(answer(request, context), context);
}

function answer(request: HttpRequest, context: Collector): Reply {
  if (request.path !== route) return refused("path-unknown", `Known is ${route}.`);
  if (request.method === "OPTIONS") return { response: preflight(methods, "authorization, content-type"), route };
  if (request.method !== "POST")
    return refused("method-not-allowed", `${request.method} is not allowed here; ${methods} are.`, { allow: methods });
  if (!ownerOf(request, context.jurisdiction))
    return refused("unauthorized", "Sign in, and send the access token in Authorization: Bearer.");
  if (request.body.length > maxBodyBytes)
    return refused("body-too-large", `The body has ${request.body.length} bytes; ${maxBodyBytes} are allowed.`);
  if (!isJson(request)) return refused("media-type-unsupported", "Send content-type: application/json.");
  const now = context.now();
  const batch = batchOf(request.body, now);
  if ("refused" in batch) return refusedAt(route, "invalid-request", "The body has faults.", { errors: batch.refused });
  const { accepted, dropped, faults, lostBefore } = batch;
  const documents = [...documentsOf(accepted), ...lostDocument(lostBefore, context.jurisdiction, now)];
  for (const document of documents) context.emit(document);
  return { response: json(202, { accepted: accepted.length, dropped, errors: faults }), route };
}

function refused(code: ProblemCode, detail: string, headers = {}): Refusal {
  return refusedAt(route, code, detail, {}, headers);
}
