import * as http from "node:http";
import * as https from "node:https";

export interface JsonResponse {
  status: number;
  body: string;
  bytes: Buffer;
  headers: http.IncomingHttpHeaders;
}

export interface JsonRequest {
  url: URL;
  method: string;
  headers: http.OutgoingHttpHeaders;
  body?: string | Buffer;
  /** The whole attempt, connecting included. */
  timeoutMs: number;
  /** Refuses a longer answer, so that nobody can fill the memory. */
  maxBytes?: number;
  /** Opens a connection of its own: a kept one may have died while the function was frozen. */
  fresh?: boolean;
}

// One connection is kept for the next request: without it every read pays a TLS handshake.
const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 50 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 50 }),
};

/** One attempt at an HTTP request. Rejects when it is not answered completely within `timeoutMs`, or not at all. */
export function send(request: JsonRequest): Promise<JsonResponse> {
  const { url, method, headers, body, timeoutMs, maxBytes = 32 * 1024 * 1024, fresh = false } = request;
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? https : http).request(url, {
      method,
      headers,
      agent: !fresh && agents[secure ? "https:" : "http:"],
    });
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
      // Without the error: at the end of a response nobody listens to the connection any more.
      outgoing.destroy();
    };
    const late = () => fail(new Error(`no complete response from ${url.host} in ${timeoutMs} ms`));
    const timer = setTimeout(late, timeoutMs);
    outgoing.on("error", fail);
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on("error", fail);
      incoming.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) {
          fail(new Error(`the response from ${url.host} is longer than ${maxBytes} bytes`));
        }
      });
      incoming.on("end", () => {
        clearTimeout(timer);
        const bytes = Buffer.concat(chunks);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          bytes,
          get body() {
            return bytes.toString("utf8");
          },
        });
      });
    });
    outgoing.end(body);
  });
}
