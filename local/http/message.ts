/** Requests and responses of node:http, as the twin's front doors read and write them. */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface HttpResponse {
  status: number;
  /** Reason phrase, where it is not the usual one. */
  reason?: string;
  headers: [name: string, value: string][];
  body: Buffer;
}

/** The whole body, or undefined where it is longer than `limitBytes`; the rest is then not kept. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) {
      chunks.push(chunk);
    }
  }
  return size > limitBytes ? undefined : Buffer.concat(chunks);
}

/** Header lines in the order sent: lower-case name and every value of its own. */
export function headersOf(request: IncomingMessage): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[index + 1]!]);
  }
  return headers;
}

/** Path and query as sent, not decoded. */
export function target(url: string): { path: string; query: [key: string, value: string][] } {
  const [path = "/", ...rest] = url.split("?");
  const pairs = rest.join("?").split("&").filter(Boolean);
  const query = pairs.map((pair): [string, string] => {
    const [key = "", ...value] = pair.split("=");
    return [key, value.join("=")];
  });
  return { path, query };
}

/** Headers that belong to one connection and are never passed on (RFC 9110 7.6.1). */
const ofConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Writes a response; computes its length, leaves out what belongs to the connection. */
export function write(request: IncomingMessage, response: ServerResponse, content: HttpResponse): void {
  if (response.destroyed) {
    return;
  }
  const headers = content.headers.filter(([name]) => {
    return !ofConnection.has(name.toLowerCase()) && name.toLowerCase() !== "content-length";
  });
  const bodiless = content.status === 204 || content.status === 304;
  const length: string[] = bodiless ? [] : ["content-length", String(content.body.length)];
  response.sendDate = !headers.some(([name]) => name.toLowerCase() === "date");
  const connection = response.shouldKeepAlive ? [] : ["connection", "close"];
  const lines = [...headers.flat(), ...length, ...connection];
  if (content.reason) {
    response.writeHead(content.status, content.reason, lines);
  } else {
    response.writeHead(content.status, lines);
  }
  response.end(request.method === "HEAD" || bodiless ? undefined : content.body);
}

/** A small response of the front door's own. */
export function text(status: number, contentType: string, body: string): HttpResponse {
  return { status, headers: [["content-type", contentType]], body: Buffer.from(body) };
}
