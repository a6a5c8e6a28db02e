/** The origin of an app's pages in front of a twin: a proxy that serves `https://app.example.com` and takes the rest to the twin's. */
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { Authority } from "../../local/acm/authority";

export const app = "app.example.com";
export const emptyPage = "<!doctype html><title>app</title>";

export interface AppOrigin {
  /** Of the proxy. */
  url: string;
  stop(): Promise<void>;
}

export async function startAppOrigin(twinProxy: string): Promise<AppOrigin> {
  const upstream = new URL(twinProxy);
  const open = new Set<Duplex>();
  const keep = (socket: Duplex) => {
    open.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => open.delete(socket));
    return socket;
  };
  const pages = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(emptyPage));
  const pair = await (await Authority.create()).issue([app]);
  const secure = createTlsServer(pair, (socket) => pages.emit("connection", keep(socket)));
  const proxy = createServer();
  proxy.on("connection", keep);
  proxy.on("connect", ({ url }: IncomingMessage, socket: Duplex) => {
    if (url === `${app}:443`) {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      secure.emit("connection", socket);
      return;
    }
    const there = connect(Number(upstream.port), upstream.hostname, () => {
      there.write(`CONNECT ${url} HTTP/1.1\r\nhost: ${url}\r\n\r\n`);
      socket.pipe(there).pipe(socket);
    });
    keep(there).on("close", () => socket.destroy());
    socket.on("close", () => there.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of open) {
        socket.destroy();
      }
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
