import { HomeError } from "./errors";
import { createIdempotencyKey } from "./key";
import type { QueuedWrite } from "./offline-types";
import { type Prepared, pathAtHome } from "./request";
import type { Home } from "./types";

/** A write that can be stored, or why it cannot be. */
export function writeOf(
  id: string,
  request: Prepared,
  home: Home | undefined,
  now: number,
): { write: QueuedWrite; unkept: HomeError | undefined } {
  const { headers, method } = request;
  const body = textOf(request);
  const path = home ? pathAtHome(request.path, home) : request.path;
  // As a header it stands in quotes.
  const key = headers.get("idempotency-key")?.replace(/^"|"$/g, "") ?? createIdempotencyKey();
  const { "idempotency-key": _, authorization: __, ...kept } = Object.fromEntries(headers);
  const at = new Date(now).toISOString();
  return {
    write: { id, key, method, path, headers: kept, body: body ?? null, at },
    unkept: !path.startsWith("/")
      ? new HomeError("outside-home", `"${path}" is no path ("/v1/…").`)
      : body === undefined
        ? new HomeError("unreachable", "Home cannot be reached now, and a body that is no text is not queued.")
        : undefined,
  };
}

/** The body as a text, null for none, undefined for what is none. Of a Request there are only bytes. */
function textOf({ init: { body }, headers }: Prepared): string | null | undefined {
  if (body === undefined || body === null || typeof body === "string") {
    return body ?? null;
  }
  const { byteLength } = body as ArrayBuffer;
  if (byteLength === 0) {
    return null;
  }
  try {
    // Without a type of its own it would be sent as text/plain.
    const mayBeText = byteLength > 0 && headers.has("content-type");
    return mayBeText
      ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body as ArrayBuffer)
      : undefined;
  } catch {
    return undefined;
  }
}
