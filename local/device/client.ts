import { request as httpRequest, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Place, TwinContext } from "../context";
import { networkError } from "../network/connection";
import { PlaceAgent, type Wanted } from "./agent";
import { Resolver } from "./resolver";

export interface ClientRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Twin ms for the whole request. */
  timeoutMs?: number;
  /** The ledger's trace; a new one by default. */
  trace?: string;
}

export interface ClientResponse {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** Twin ms. DNS, connect and TLS are 0 on a connection that was kept. */
  phases: { dnsMs: number; connectMs: number; tlsMs: number; firstByteMs: number; totalMs: number };
  trace: string;
}

export interface Client {
  /** Rejects with the network's own error: code ENOTFOUND, ECONNREFUSED, ECONNRESET, ETIMEDOUT or TLS's. */
  request(url: string, options?: ClientRequest): Promise<ClientResponse>;
  close(): void;
}

const defaultTimeoutMs = 30_000;
const staleCodes = new Set(["ECONNRESET", "EPIPE"]);
const safeMethods = new Set(["GET", "HEAD", "PUT", "DELETE"]);

/** An HTTP client at a place: its DNS, its round trips, trusting the twin's authority only. `dnsPort` is the twin's DNS server. */
export function createClient(
  context: Pick<TwinContext, "clock" | "faults" | "network" | "ledger">,
  { place, dnsPort, authority }: { place: Place; dnsPort: number; authority: string },
): Client {
  const agent = new PlaceAgent(context, place, new Resolver(context, place, dnsPort), authority);
  return {
    async request(url, options = {}) {
      const trace = options.trace ?? context.ledger.open(place.name);
      const once = () => exchange(context, agent, new URL(url), { ...options, trace });
      try {
        return await once();
      } catch (error) {
        const { code, reused } = error as { code?: string; reused?: boolean };
        const stale = reused === true && staleCodes.has(String(code));
        // The server had closed the kept connection: everybody's HTTP client asks again, where asking twice is safe.
        if (stale && safeMethods.has(options.method ?? "GET")) {
          return await once();
        }
        throw error;
      }
    },
    close: () => agent.destroy(),
  };
}

async function exchange(
  { clock }: Pick<TwinContext, "clock">,
  agent: PlaceAgent,
  url: URL,
  { method = "GET", headers = {}, body, timeoutMs = defaultTimeoutMs, trace }: ClientRequest & { trace: string },
): Promise<ClientResponse> {
  const start = clock.now();
  const phases = { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0, totalMs: 0 };
  const secure = url.protocol === "https:";
  const wanted: Wanted = {
    host: url.hostname,
    port: Number(url.port || (secure ? 443 : 80)),
    secure,
    trace,
    deadline: start + timeoutMs,
    phases,
  };
  const outgoing = httpRequest({
    ...wanted,
    agent,
    method,
    path: `${url.pathname}${url.search}`,
    headers: { Host: url.host, ...(body !== undefined && { "Content-Length": Buffer.byteLength(body) }), ...headers },
  });
  outgoing.on("socket", (socket) => agent.charge(socket, trace));
  const responded = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve);
    outgoing.on("error", (error) => reject(Object.assign(error, { reused: outgoing.reusedSocket })));
  });
  const late = clock.sleep(timeoutMs).then(() => {
    throw networkError("ETIMEDOUT", `no response from ${url.host} in ${timeoutMs} ms`);
  });
  late.catch(() => {});
  try {
    outgoing.end(body);
    const response = await Promise.race([responded, late]);
    phases.firstByteMs = clock.now() - start;
    const received = await Promise.race([buffer(response), late]);
    phases.totalMs = clock.now() - start;
    return { status: response.statusCode ?? 0, headers: response.headers, body: received, phases, trace };
  } catch (error) {
    responded.catch(() => {});
    outgoing.destroy();
    throw error;
  }
}
