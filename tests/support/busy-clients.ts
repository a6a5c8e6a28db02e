/** Clients of a running twin that ask without a pause until the twin is gone. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";

export interface BusyClients {
  /** Answers so far. */
  responses(): number;
  /** Resolves when every client has noticed that the twin is gone. */
  stop(): Promise<void>;
}

/** Half of them take journeys, the others hold a connection through a proxy and look `acme` up over it. */
export async function busyClients(url: string, count: number): Promise<BusyClients> {
  const get = async (path: string) => (await fetch(url + path)).json() as Promise<any>;
  const { proxies, caFile } = await get("/api/endpoints");
  const { domain } = await get("/api/topology");
  const ca = readFileSync(caFile, "utf8");
  let going = true;
  let responses = 0;
  const journey = async (place: string) => {
    const body = JSON.stringify({ organization: "acme", place });
    const headers = { "content-type": "application/json" };
    await (await fetch(`${url}/api/journeys`, { method: "POST", headers, body })).text();
    responses += 1;
  };
  const lookups = async (proxy: string) => {
    const socket = await tunnel(proxy, `api.${domain}`, ca);
    while (going) {
      await ask(socket, `api.${domain}`, "/v1/organizations/acme/home");
      responses += 1;
    }
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  const clients = Array.from({ length: count }, async (_, index) => {
    const { place, url: proxy } = proxies[index % proxies.length];
    while (going) {
      await (index % 2 ? journey(place) : lookups(proxy)).catch(pause);
    }
  });
  return {
    responses: () => responses,
    async stop() {
      going = false;
      await Promise.all(clients);
    },
  };
}

function tunnel(proxy: string, host: string, ca: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(proxy);
    const outgoing = request({ hostname, port, method: "CONNECT", path: `${host}:443` });
    outgoing.on("error", reject).on("connect", (_, socket) => {
      const secure = connectTls({ socket, servername: host, ca }, () => resolve(secure));
      socket.on("error", reject).on("close", () => secure.destroy(new Error("closed")));
      secure.on("error", reject);
    });
    outgoing.end();
  });
}

function ask(socket: Duplex, host: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error("closed"));
    if (socket.destroyed) {
      return closed();
    }
    socket.once("close", closed);
    const headers = { host, connection: "keep-alive" };
    const outgoing = request({ createConnection: () => socket, path, headers });
    outgoing.on("error", reject).on("response", (response) => {
      response.on("error", reject).on("end", () => {
        socket.off("close", closed);
        resolve();
      });
      response.resume();
    });
    outgoing.end();
  });
}
