import { request } from "node:http";
import type { Duplex } from "node:stream";
import { connect as tlsConnect } from "node:tls";
import type { Clock, Connection, Network, Place } from "../context";
import { checkerAddress, limits, passingStatus, searchedBytes } from "./rules/health";

export interface ProbeTarget {
  type: "HTTP" | "HTTPS" | "TCP";
  ip: string;
  port: number;
  /** Sent as Host and, for HTTPS with SNI, as the server's name. */
  hostname: string;
  path: string;
  sni: boolean;
  searchString: string | undefined;
}

export interface ProbeResult {
  passed: boolean;
  detail: string;
}

/** One look at an endpoint from a health checker's place, over the twin's network. Never rejects. */
export async function probe(
  { clock, network }: { clock: Clock; network: Network },
  from: Place,
  target: ProbeTarget,
  trace: string,
): Promise<ProbeResult> {
  const { connectMs } = target.type === "TCP" ? limits.tcp : limits.http;
  let connection: Connection;
  try {
    const { ip, port } = target;
    const clientIp = checkerAddress(from.region ?? "");
    connection = await network.connect({ from, ip, port, trace, clientIp, timeoutMs: connectMs });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { passed: false, detail: code === "ETIMEDOUT" ? `no connection in ${connectMs} ms` : String(code) };
  }
  try {
    if (target.type === "TCP") {
      return { passed: true, detail: "connected" };
    }
    const { responseMs } = limits.http;
    const late = clock.sleep(responseMs).then(() => ({ passed: false, detail: `no answer in ${responseMs} ms` }));
    return await Promise.race([ask(connection, target, clock), late]);
  } catch (error) {
    return { passed: false, detail: (error as Error).message };
  } finally {
    connection.destroy();
  }
}

/** Certificates are not validated by HTTPS health checks. The handshake counts as part of the two seconds: the worse case. */
function ask(connection: Connection, target: ProbeTarget, clock: Clock): Promise<ProbeResult> {
  const { type, hostname, path, sni, searchString } = target;
  const start = clock.now();
  const socket: Duplex =
    type === "HTTPS"
      ? tlsConnect({ socket: connection, rejectUnauthorized: false, ...(sni && { servername: hostname }) })
      : connection;
  return new Promise((resolve, reject) => {
    connection.on("error", reject);
    socket.on("error", reject);
    const outgoing = request({
      createConnection: () => socket,
      path,
      headers: { Host: hostname, "User-Agent": "Amazon-Route53-Health-Check-Service", Connection: "close" },
    });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const code = response.statusCode ?? 0;
      const detail = `${code} in ${Math.round(clock.now() - start)} ms`;
      if (!passingStatus(code) || searchString === undefined) {
        resolve({ passed: passingStatus(code), detail });
      }
      let body = "";
      response.setEncoding("latin1").on("data", (chunk: string) => {
        body = (body + chunk).slice(0, searchedBytes);
      });
      response.on("end", () => {
        const passed = body.includes(Buffer.from(searchString ?? "").toString("latin1"));
        resolve({ passed, detail: passed ? detail : `${detail}, without ${JSON.stringify(searchString)}` });
      });
      response.on("error", reject);
    });
    outgoing.end();
  });
}
