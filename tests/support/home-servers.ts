/** Real servers on loopback under the names of a home, over TLS, for Node's own fetch: nothing stands between it and them. */
import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { homeDispatcher } from "../../client/node";
import { Authority } from "../../local/acm/authority";

export interface HomeServers {
  /** For `createHomeClient({ dispatcher })`: leads every connection to the server of that name. */
  dispatcher: unknown;
  /** Connects to the server of that name, as the dispatcher does. */
  dial(hostname: string): TLSSocket;
  /** Requests that have come to `hostname`: `GET /v1/profile`. */
  heard(hostname: string): string[];
  stop(): Promise<void>;
}

type Connected = (error: Error | null, socket: TLSSocket | null) => void;

export async function startHomeServers(hosts: Readonly<Record<string, RequestListener>>): Promise<HomeServers> {
  const authority = await Authority.create();
  const servers = new Map<string, Server>();
  const heard = new Map<string, string[]>();
  for (const [hostname, reply] of Object.entries(hosts)) {
    const list: string[] = [];
    const server = createServer(await authority.issue([hostname]), (request, response) => {
      list.push(`${request.method} ${request.url}`);
      reply(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.set(hostname, server);
    heard.set(hostname, list);
  }

  function dial(hostname: string): TLSSocket {
    const port = (servers.get(hostname)?.address() as AddressInfo | undefined)?.port ?? 1;
    return connect({ host: "127.0.0.1", port, servername: hostname, ca: authority.pem, ALPNProtocols: ["http/1.1"] });
  }
  // The class of Node's own undici, with a way of its own to connect.
  const Agent = homeDispatcher()!.constructor as new (options: object) => { close(): Promise<void> };
  const dispatcher = new Agent({
    connect({ hostname }: { hostname: string }, connected: Connected) {
      const socket = dial(hostname);
      socket.once("secureConnect", () => connected(null, socket));
      socket.once("error", (error) => connected(error, null));
    },
  });
  return {
    dispatcher,
    dial,
    heard: (hostname) => heard.get(hostname)!,
    async stop() {
      await dispatcher.close();
      for (const server of servers.values()) {
        server.closeAllConnections();
      }
      await Promise.all([...servers.values()].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
