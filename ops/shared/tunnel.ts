/** HTTPS as somebody at a place of the twin: through the proxy that stands there. */
import { type ClientRequest, request as httpRequest } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { type ConnectionOptions, connect } from "node:tls";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Ends it: aborted, it rejects with code ETIMEDOUT. */
  signal: AbortSignal;
}

/** https://www.rfc-editor.org/rfc/rfc9110#CONNECT */
class TunnelAgent extends Agent {
  /** Asked for, and not there yet. A request that is aborted meanwhile waits for its own. */
  readonly #asked = new Set<ClientRequest>();

  constructor(
    readonly proxy: string,
    ca: string,
    keepAlive: boolean,
  ) {
    super({ keepAlive, maxSockets: 1, ca });
  }

  override createConnection(options: ConnectionOptions, made: (error: Error | null, socket: Duplex) => void) {
    const { host = "", port = 443 } = options;
    const headers = { host };
    const tunnel = httpRequest(this.proxy, { method: "CONNECT", path: `${host}:${port}`, headers, agent: false });
    const fail = (error: Error) => made(error, undefined as unknown as Duplex);
    this.#asked.add(tunnel);
    tunnel.on("close", () => this.#asked.delete(tunnel));
    tunnel.on("error", fail);
    tunnel.on("connect", ({ statusCode }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        return fail(Object.assign(new Error(`the proxy answered ${statusCode}`), { code: `PROXY_${statusCode}` }));
      }
      made(null, connect({ ...options, socket, servername: host }));
    });
    tunnel.end();
    return undefined;
  }

  /** Ends the tunnels that are not there yet. */
  leave(): void {
    for (const tunnel of this.#asked) {
      tunnel.destroy();
    }
  }
}

export interface Device {
  /** Rejects with the network's error, or with code ETIMEDOUT. */
  ask(url: string, request: Ask): Promise<Answer>;
  close(): void;
}

/** `keepAlive`: it keeps its connection for as long as nobody ends it. */
export function deviceAt(proxy: string, ca: string, keepAlive: boolean): Device {
  const agent = new TunnelAgent(proxy, ca, keepAlive);
  return {
    ask: (url, { method = "GET", headers = {}, body, signal }) =>
      new Promise((resolve, reject) => {
        const request = httpsRequest(url, { method, headers, agent, signal }, (response) => {
          text(response).then(
            (body) => resolve({ status: response.statusCode ?? 0, headers: singleOf(response.headers), body }),
            reject,
          );
        });
        request.on("error", (error: NodeJS.ErrnoException) =>
          reject(signal.aborted ? Object.assign(error, { code: "ETIMEDOUT" }) : error),
        );
        signal.addEventListener("abort", () => agent.leave(), { once: true });
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}

const singleOf = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
