/** The collector: POST /v1/measurements. It asks for the user's token like every route with data, and keeps nothing of it. */
import type { Evacuations } from "../shared/evacuations";
import { json } from "../shared/http";
import { type HandlerResult, refuseBody } from "../shared/reply";
import { type RoutedRequest, serve } from "../shared/serve";
import { batchOf } from "./batch";
import { documentsOf, type EmfDocument, lostDocument } from "./emf";

export interface Collector {
  region: string;
  jurisdiction: string;
  domain: string;
  appOrigins?: readonly string[];
  evacuations: Evacuations;
  /** ms since the epoch. */
  now(): number;
  /** Writes one line of the log. */
  emit(document: EmfDocument): void;
}

/**
 * The organization's home is not asked for, and no reply names it: nothing here is an organization's, and times of a
 * Region whose registry is gone should arrive all the same.
 */
function collect(request: RoutedRequest, context: Collector): HandlerResult {
  const now = context.now();
  const batch = batchOf(request.body, now);
  if ("refused" in batch) {
    return refuseBody(batch.refused);
  }
  const { accepted, dropped, issues, lostBefore } = batch;
  const documents = [...documentsOf(accepted), ...lostDocument(lostBefore, context.jurisdiction, now)];
  for (const document of documents) {
    context.emit(document);
  }
  return { response: json(202, { accepted: accepted.length, dropped, errors: issues }) };
}

export const measurements = serve<"measurements", Collector>("measurements", { "POST /v1/measurements": collect });
