/** One HTTPS request over the simulated network, to an address that a test has looked up itself. */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

import type { Duplex } from "node:stream";
import { connect, type SecureVersion } from "node:tls";
import type { TestTwin } from "./twin-context";

export interface Reply {
  status: number;
  reason: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Ask {
  /** Host name: whose address it is, and what TLS asks for. */
  at: string;
  /** Where it differs from `at`: TLS server name and `Host`. */
  host?: string;
  path?: string;
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  from?: string;
  trace?: string;
  port?: number;
  maxVersion?: SecureVersion;
}

/** Opens a connection from `from` (Toronto) and asks once on it. Rejects where the connection fails. */
export async function ask(twin: TestTwin, options: Ask): Promise<Reply> {
  const socket = await open(twin, options);
  try {
    return await askOn(socket, options);
  } finally {
    socket.destroy();
  }
}

export async function open(twin: TestTwin, options: Ask): Promise<Duplex> {
  const { at, host = at, from = "Toronto", trace = "trace", port = 443, maxVersion } = options;
  const [ip] = twin.network.addressesOf(at) ?? [];
  if (!ip) {
    throw new Error(`nobody published ${at}`);
  }
  const connection = await twin.network.connect({ from: twin.network.place(from), ip, port, trace });
  const socket = connect({
    socket: connection,
    servername: host,
    ca: twin.certificates.authority,
    ...(maxVersion ? { maxVersion } : {}),
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed while TLS was set up")));
  });
  return socket;
}

/** Asks on a connection that stays open, unless the server closes it. */
export function askOn(socket: Duplex, options: Ask): Promise<Reply> {
  const { at, host = at, path = "/", method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request({ createConnection: () => socket, host, path, method, headers });
    outgoing.setHeader("connection", "keep-alive");
    if (body) {
      outgoing.setHeader("content-length", Buffer.byteLength(body));
    }
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("error", reject);
      incoming.once("end", () => {
        const { statusCode: status = 0, statusMessage: reason = "", headers: received } = incoming;
        resolve({ status, reason, headers: received, body: Buffer.concat(chunks).toString() });
      });
    });
    outgoing.end(body);
  });
}
