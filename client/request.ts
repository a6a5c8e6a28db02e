import { HomeError } from "./errors";
import { createIdempotencyKey } from "./key";
import type { Home, HomeRequestInit } from "./types";

/** A request of the caller's, taken apart so that it can be sent more than once. */
export interface Prepared {
  method: string;
  /** Begins with a slash: behind an origin it cannot leave the host. */
  path: string;
  init: RequestInit;
  headers: Headers;
  /** May be sent again: the method is idempotent or there is a key, and the body is still there. */
  safe: boolean;
  /** Can be sent again when it was certainly not processed. */
  repeatable: boolean;
  read: boolean;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const idempotent = /^(GET|HEAD|OPTIONS|PUT|DELETE|TRACE)$/;

export async function prepare(input: string | URL | Request, init: HomeRequestInit = {}): Promise<Prepared> {
  if (typeof input === "object" && "method" in input) {
    const { url, method, headers, credentials, cache, redirect, keepalive } = input;
    // Not every platform has `Request.body`; asking for the bytes works everywhere.
    const body = /^(GET|HEAD)$/.test(method) ? null : await input.arrayBuffer();
    return prepare(url, { method, headers, credentials, cache, redirect, keepalive, body, ...init });
  }
  const { idempotencyKey, hedge, signal, ...own } = init;
  const method = (own.method ?? "GET").toUpperCase();
  const headers = new Headers(own.headers);
  if (idempotencyKey) {
    headers.set("idempotency-key", `"${idempotencyKey}"`);
  }
  const stream = own.body as { getReader?: unknown; [Symbol.asyncIterator]?: unknown } | null | undefined;
  const repeatable = !stream || typeof stream !== "object" || !(stream.getReader || stream[Symbol.asyncIterator]);
  if (repeatable && /^(PUT|DELETE)$/.test(method) && !headers.has("idempotency-key")) {
    // Done, and its response lost: without a key the next attempt at a conditional write would be refused (412).
    headers.set("idempotency-key", `"${createIdempotencyKey()}"`);
  }
  return {
    method,
    path: String(input),
    init: own,
    headers,
    repeatable,
    safe: repeatable && (idempotent.test(method) || headers.has("idempotency-key")),
    read: hedge !== false && (method === "GET" || method === "HEAD"),
  };
}

/** The path of what the caller asked for. Throws HomeError `outside-home` for a URL that is on no endpoint of `home`. */
export function pathAtHome(asked: string, home: Home): string {
  if (asked.startsWith("/")) {
    return asked;
  }
  for (const { api } of home.endpoints) {
    if (asked.startsWith(`${api}/`)) {
      return asked.slice(api.length);
    }
  }
  throw new HomeError("outside-home", `"${asked}" is neither a path nor at home`);
}

/** Refuses a response that came, or wants to send the request, from elsewhere. */
export function checkArrival(response: Response, api: string, redirect?: RequestInit["redirect"]): void {
  const redirected = response.type === "opaqueredirect" || /^30[12378]/.test(String(response.status));
  // React Native's fetch follows redirects whatever `redirect` says.
  const elsewhere = response.url && !response.url.startsWith(`${api}/`);
  if (!elsewhere && (!redirected || redirect === "manual")) {
    return;
  }
  drop(response);
  throw new HomeError("outside-home", "no redirects");
}

/** Nobody reads it: its connection is free again. */
export const drop = (response: Response | undefined) => void response?.body?.cancel().catch(() => {});
