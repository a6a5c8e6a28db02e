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
  /** What the call says for itself. */
  own: HomeRequestInit;
  /** ms that the body may take on its way. */
  bodyMs: number;
  /** Of a stream: when it has been read to its end. */
  sent?: Promise<void> | undefined;
  /** What endpoints do alike for: method and path, without what names a single thing. */
  route: string;
}

/**
 * An origin that stands for home, whatever home is: `fetch` in a page and clients that want a whole URL can name it, a service
 * worker hands the request to `home.fetch`. RFC 6761 keeps `.invalid` from ever being a host.
 */
export const homeOrigin = "https://home.invalid";

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const idempotent = /^(GET|HEAD|OPTIONS|PUT|DELETE)$/;
const bodiless = /^(GET|HEAD)$/;

/** What `fetch` takes from a Request. Its mode and referrer are its page's matter: home is another origin. */
const ofRequest = "method headers credentials cache redirect integrity keepalive signal".split(
  " ",
) as (keyof HomeRequestInit)[];
/** What `fetch` takes from its second argument, wherever there it stands: getters of a prototype too. */
const members = [
  ...ofRequest,
  ..."body mode referrer referrerPolicy duplex priority idempotencyKey hedge timeouts retries".split(" "),
] as typeof ofRequest;

/** Throws a TypeError, as `fetch` does, for what no endpoint could be sent: before anybody is asked anything. */
export async function prepare(input: string | URL | Request, init?: HomeRequestInit): Promise<Prepared> {
  const request = isRequest(input);
  const asked = await dictionary(init);
  if (asked.body == null) {
    delete asked.body;
  }
  const { idempotencyKey, hedge, timeouts, retries, signal, ...own } = request
    ? { ...(await dictionary(input, !asked.body)), ...asked }
    : asked;
  const method = (own.method ?? "GET").toUpperCase();
  const headers = new Headers(own.headers);
  if (idempotencyKey) {
    headers.set("idempotency-key", `"${idempotencyKey}"`);
  }
  const read = bodiless.test(method);
  const stream = own.body as (ReadableStream & AsyncIterable<unknown>) | null | undefined;
  const repeatable = !stream || typeof stream !== "object" || !(stream.getReader || stream[Symbol.asyncIterator]);
  if (!repeatable && ((own as { duplex?: string }).duplex !== "half" || stream.locked)) {
    throw new TypeError(stream.locked ? "The body is being read." : 'A stream needs `duplex: "half"`.');
  }
  // The platform's own rules. Without a body, which it would copy or begin to read, unless there may be none.
  new Request(homeOrigin, { ...own, method, headers, body: read ? stream : null, duplex: "half" } as RequestInit);
  if (repeatable && /^(PUT|DELETE)$/.test(method) && !headers.has("idempotency-key")) {
    // Done, and its response lost: without a key the next attempt at a conditional write would be refused (412).
    headers.set("idempotency-key", `"${createIdempotencyKey()}"`);
  }
  let sent: Promise<void> | undefined;
  if (!repeatable) {
    sent = new Promise((end) => {
      own.body = stream!.pipeThrough?.(new TransformStream({ flush: () => end() })) ?? stream!;
    });
  }
  const url = String(request ? input.url : input);
  const path = url.startsWith(`${homeOrigin}/`) ? url.slice(homeOrigin.length) : url;
  return {
    method,
    path,
    route: routeOf(method, path),
    init: own,
    own: asked,
    bodyMs: msOf(sizeOf(own.body)),
    sent,
    headers,
    repeatable,
    safe: repeatable && (idempotent.test(method) || headers.has("idempotency-key")),
    read: hedge !== false && read,
  };
}

/** The slowest network that bodies are given time for: 16 KB a second. ms. */
export const msOf = (bytes: number) => Math.floor(bytes / 16_384) * 1000;

/** Bytes of a text, bytes, a file or a form; 0 for what does not say. */
function sizeOf(body: any): number {
  let size: number = body?.byteLength ?? body?.size ?? body?.length ?? 0;
  if (body?.append) {
    body.forEach((value: unknown) => {
      size += sizeOf(value);
    });
  }
  return size;
}

/** `GET /v1/orders/*`: a segment with a digit in it, unless it is a version, or a long one is an id. */
const routeOf = (method: string, path: string) =>
  `${method} ${path.replace(/^https:\/\/[^/]*|[?#].*$/gs, "").replace(/\/(?!v\d+\/)([^/]*\d[^/]*|[^/]{25,})/g, "/*")}`;

const isRequest = (value: unknown): value is Request =>
  typeof (value as Request | undefined)?.arrayBuffer === "function" && "url" in (value as Request);

/** What is there of a dictionary, as `fetch` takes it: what is undefined is not there. Of a Request with its bytes. */
async function dictionary(init?: HomeRequestInit | Request, withBody = true): Promise<HomeRequestInit> {
  if (!init) {
    return {};
  }
  const request = isRequest(init);
  const found: Record<string, unknown> = request ? {} : { ...init };
  for (const name of request ? ofRequest : members) {
    const value = (init as HomeRequestInit)[name];
    if (value !== undefined) {
      found[name] = value;
    } else if (name in found) {
      delete found[name];
    }
  }
  // Not every platform has `Request.body`; asking for the bytes works everywhere.
  if (request && withBody && !bodiless.test(init.method)) {
    found.body = await init.arrayBuffer();
  }
  return found;
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
  throw new HomeError("outside-home", `"${asked}" is no path, nor at home`);
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
