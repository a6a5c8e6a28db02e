/** A world for one run: a lookup, two Canadian Regions and an American one on loopback, behind one port that is a proxy too. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import type { Authority } from "../../../local/acm/authority";
import { homeResponse } from "../../support/home-response";
import { startRealtimeServer } from "../../support/realtime-server";
import type { Order, Seen } from "./scenario";

const app = "https://app.example.com";
const names = ["*.example.com", "*.api.example.com", "*.ws.example.com", "*.ca.api.example.com", "*.ca.ws.example.com"];
/** The same as functions/profile answers. */
const cors = {
  "access-control-allow-origin": app,
  "access-control-allow-methods": "GET, HEAD, PUT, OPTIONS",
  "access-control-allow-headers": "authorization, content-type, idempotency-key, if-match, if-none-match",
};

export interface World {
  /** Takes plain requests by their Host, and CONNECT to any host, which ends in TLS here. */
  port: number;
  /** Takes TLS for every host. */
  tlsPort: number;
  /** PEM. */
  certificate: string;
  /** What the app's own origin serves: path → content type and text. */
  pages: Map<string, [type: string, text: string]>;
  stop(): Promise<void>;
}

export async function startWorld(authority: Authority): Promise<World> {
  const pages: World["pages"] = new Map();
  const realtime = await startRealtimeServer();
  const pair = await authority.issue(names);
  const sockets = new Set<Duplex>();
  let order: Order = {};
  let seen: Seen;
  const begin = () => {
    realtime.received.length = 0;
    seen = { lookups: 0, hosts: [], writes: [], attempts: 0, heard: realtime.received };
  };
  begin();

  const server = createServer((request, response) => {
    const host = String(request.headers.host).replace(/:\d+$/, "");
    if (host === "app.example.com") {
      return void own(request, response);
    }
    if (request.method !== "OPTIONS") {
      note(host);
    }
    if (order.down?.includes(host) || order.down?.includes("all")) {
      return void request.socket.destroy();
    }
    if (request.method === "OPTIONS") {
      return void response.writeHead(204, cors).end();
    }
    if (order.silent === host) {
      return;
    }
    if (host === "api.example.com") {
      return void lookup(request, response);
    }
    void data(host, request, response);
  });
  server.on("connection", keep);
  server.on("connect", ({ url }: IncomingMessage, socket: Duplex) => {
    // What browsers ask their makers.
    if (!/\.example\.com:443$/.test(url ?? "")) {
      return void socket.destroy();
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    secure.emit("connection", keep(socket));
  });
  const secure = createTlsServer(pair, (socket) => server.emit("connection", keep(socket)));
  secure.on("tlsClientError", () => {});
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const host = String(request.headers.host);
    note(host);
    if (order.down?.includes(host)) {
      return void socket.destroy();
    }
    const there = connect(Number(new URL(realtime.url).port), "127.0.0.1", () => {
      const lines = [];
      for (let index = 0; index < request.rawHeaders.length; index += 2) {
        lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`);
      }
      there.write(`GET ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      there.write(head);
      keep(there).pipe(socket).pipe(there);
    });
    socket.on("close", () => there.destroy());
    there.on("close", () => socket.destroy());
  });

  function keep(socket: Duplex): Duplex {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    return socket;
  }

  function note(host: string): void {
    if (host === "api.example.com") {
      seen.lookups++;
    }
    seen.hosts.push(host);
  }

  /** The app's origin: its pages, and the orders of the test. */
  async function own(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const page = pages.get(request.url ?? "");
    if (page) {
      return void response.writeHead(200, { "content-type": page[0] }).end(page[1]);
    }
    if (request.url !== "/world") {
      return void response.writeHead(404).end();
    }
    const body = await textOf(request);
    const next: Order = body ? JSON.parse(body) : {};
    if (body) {
      order = next;
    }
    if (next.begin) {
      begin();
    }
    if (next.push !== undefined) {
      realtime.push(next.push);
    }
    if (next.cut) {
      realtime.cut();
    }
    response.writeHead(200, { "content-type": "application/json", ...cors }).end(JSON.stringify(seen));
  }

  function lookup(_request: IncomingMessage, response: ServerResponse): void {
    const reply = order.home === "US" ? homeResponse("US", { version: 2 }) : homeResponse("CA");
    if (order.home === "lie") {
      reply.endpoints[1] = homeResponse("US").endpoints[0]!;
    }
    response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" });
    response.end(JSON.stringify(reply));
  }

  async function data(host: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const { authorization, "idempotency-key": key } = request.headers;
    const say = (status: number, about: object) =>
      response.writeHead(status, { "content-type": "application/json", ...cors }).end(JSON.stringify(about));
    if (authorization !== "Bearer token") {
      return void say(401, {});
    }
    if (order.home === "US" && !host.startsWith("us.")) {
      return void say(421, {});
    }
    if (request.method !== "PUT") {
      return void say(200, { host });
    }
    seen.attempts++;
    const done = `${key} ${body}`;
    if (!seen.writes.includes(done)) {
      seen.writes.push(done);
    }
    // The write is done and its response lost, as when a connection breaks.
    if (order.loseResponses && seen.attempts <= order.loseResponses) {
      return void request.socket.destroy();
    }
    say(200, { host });
  }

  for (const listener of [server, secure]) {
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  }
  return {
    port: (server.address() as AddressInfo).port,
    tlsPort: (secure.address() as AddressInfo).port,
    certificate: pair.cert,
    pages,
    async stop() {
      for (const socket of sockets) {
        socket.destroy();
      }
      await realtime.stop();
      for (const listener of [server, secure]) {
        await new Promise((resolve) => listener.close(resolve));
      }
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) {
    text += part;
  }
  return text;
}
