/** The running twin, as its control API says that programs reach it: through a proxy that stands in a city, and its DynamoDB. */
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { json } from "node:stream/consumers";
import { connect } from "node:tls";
import { callTwin } from "../shared/twin";
import { answerLimitMs, type HttpAnswer, type RegionsTarget, regionClient } from "./target";

export interface TwinEndpoints {
  proxies: { place: string; url: string }[];
  caFile: string;
  orders: {
    domain: string;
    now: number;
    tables: Record<string, string>;
    dynamoDb: Record<string, string>;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
}

/** Throws InvalidInput where no twin answers. */
export async function twinRegions(twin: string): Promise<RegionsTarget> {
  const { proxies, caFile, orders } = (await callTwin(twin, "/api/endpoints")) as TwinEndpoints;
  const { domain, now, tables, dynamoDb, credentials } = orders;
  const ca = await readFile(caFile, "utf8");
  return {
    name: `the twin at ${twin}`,
    domain,
    now: () => new Date(now),
    table: (jurisdiction) => tables[jurisdiction] ?? "",
    dynamoDb: (region) => regionClient({ region, credentials, endpoint: dynamoDb[region]! }),
    get: (host, path) => through(proxies[0]!.url, ca, host, path),
  };
}

/** An HTTPS request through a proxy: https://www.rfc-editor.org/rfc/rfc9110#CONNECT */
function through(proxy: string, ca: string, host: string, path: string): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(answerLimitMs);
  return new Promise((resolve, reject) => {
    const tunnel = request(proxy, { method: "CONNECT", path: `${host}:443`, headers: { host }, signal, agent: false });
    tunnel.on("error", reject).end();
    tunnel.on("connect", ({ statusCode }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        return reject(Object.assign(new Error(`the proxy answered ${statusCode}`), { code: `PROXY_${statusCode}` }));
      }
      const createConnection = () => connect({ socket, servername: host, ca });
      // Without an agent Node takes 80 for the port that a Host header leaves out.
      const asked = secureRequest({ host, path, signal, createConnection, defaultPort: 443 }, (response) => {
        const status = response.statusCode ?? 0;
        json(response).then((body) => resolve({ status, body: body as HttpAnswer["body"] }), reject);
      });
      asked.on("error", reject).end();
      asked.on("close", () => socket.destroy());
    });
  });
}
