import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Place, Service, TwinContext } from "../context";
import { guarded } from "../http/guard";
import { PlaceAgent } from "./agent";
import { type Client, createClient } from "./client";
import { Resolver } from "./resolver";

const timeoutMs = 30_000;
/** Headers that are between two neighbours only (RFC 9110, 7.6.1), and Host, which the URL decides (RFC 9112, 3.2.2). */
const hopByHop = new Set([
  "host",
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * An HTTP proxy on loopback: whatever goes through it is at `place`, for `curl -x`, a browser or an SDK.
 * HTTPS passes through untouched (CONNECT); plain HTTP is forwarded. It reaches the twin's hosts and no others.
 */
export class PlaceProxy implements Service {
  readonly #server: Server;
  #made: { agent: PlaceAgent; client: Client } | undefined;
  readonly #open = new Set<Duplex>();
  readonly #context: Pick<TwinContext, "clock" | "faults" | "network" | "ledger" | "events">;
  readonly #options: { dnsPort: number; authority: string; port?: number };

  constructor(
    context: Pick<TwinContext, "clock" | "faults" | "network" | "ledger" | "events">,
    readonly place: Place,
    options: { dnsPort: number; authority: string; port?: number },
  ) {
    this.#context = context;
    this.#options = options;
    const guard = { events: context.events, subject: `proxy ${place.name}` };
    this.#server = createServer(guarded(guard, (request, response) => this.#forward(request, response)));
    this.#server.on("connection", (socket) => this.#keep(socket));
    this.#server.on("connect", (request, socket, head) => void this.#tunnel(request, socket, head));
  }

  /** Made for the first request: what the options tell may not be known before. */
  get #way() {
    const { dnsPort, authority } = this.#options;
    this.#made ??= {
      agent: new PlaceAgent(this.#context, this.place, new Resolver(this.#context, this.place, dnsPort), authority),
      client: createClient(this.#context, { place: this.place, dnsPort, authority }),
    };
    return this.#made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo | null)?.port ?? 0}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(this.#options.port ?? 0, "127.0.0.1", resolve);
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) {
      socket.destroy();
    }
    this.#made?.client.close();
    this.#made?.agent.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => {});
    const [host = "", port = "443"] = (request.url ?? "").split(":");
    const { clock, ledger } = this.#context;
    try {
      const onward = await this.#way.agent.connect({
        host,
        port: Number(port),
        secure: false,
        trace: ledger.open(this.place.name),
        deadline: clock.now() + timeoutMs,
        phases: { dnsMs: 0, connectMs: 0, tlsMs: 0 },
      });
      this.#keep(onward);
      onward.on("error", () => socket.destroy());
      onward.on("close", () => {
        if (!onward.readableEnded) {
          socket.destroy();
        }
      });
      socket.on("close", () => onward.destroy());
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (head.length > 0) {
        onward.write(head);
      }
      socket.pipe(onward).pipe(socket);
    } catch (error) {
      const text = this.#failure(host, error);
      socket.end(
        `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      );
    }
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!URL.canParse(request.url ?? "") || !request.url?.startsWith("http://")) {
      response.writeHead(400, { "Content-Type": "text/plain" });
      response.end("this is a proxy: send CONNECT host:port, or an absolute http:// URL\n");
      return;
    }
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const headers = Object.entries(request.headers).flatMap(([name, value]) =>
        hopByHop.has(name) || value === undefined ? [] : [[name, String(value)]],
      );
      const reply = await this.#way.client.request(request.url, {
        method: request.method ?? "GET",
        headers: Object.fromEntries(headers),
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        timeoutMs,
      });
      const passed = Object.entries(reply.headers).filter(([name]) => !hopByHop.has(name));
      response.writeHead(reply.status, Object.fromEntries(passed));
      response.end(reply.body);
    } catch (error) {
      response.writeHead(502, { "Content-Type": "text/plain" });
      response.end(this.#failure(new URL(request.url).hostname, error));
    }
  }

  #failure(host: string, error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    return `${host} from ${this.place.name}: ${code ?? message}\n`;
  }

  #keep(socket: Duplex): void {
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
  }
}
