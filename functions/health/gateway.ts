/**
 * What health checkers do not see of a sibling: they validate no certificate, and ask for the Region's own name, not for the
 * jurisdiction's, which users ask for. So this Region asks as a user would whom DNS leads to the sibling.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
import * as https from "node:https";
import type { TLSSocket } from "node:tls";
import { withTimeout } from "../shared/with-timeout";

/** All that is asked, connecting included: health checkers wait 2 s. */
export const gatewayTimeoutMs = 1000;

export interface GatewayNames {
  /** Leads to where the jurisdiction's name is served in the sibling, whatever its health. */
  gateway: string;
  /** The jurisdiction's name: `ca.api.<domain>`. */
  hostname: string;
  /** The sibling's own name. */
  regional: string;
}

interface Seen {
  /** Why its chain, names or dates do not hold for the name that was asked for; undefined where they do. */
  certificateError: string | undefined;
  status: number;
}

/** Whether the sibling answered, and what is surely wrong with its certificate or with what is behind the name. */
export interface GatewayLook {
  answered: boolean;
  flaw: string | undefined;
}

/** Of one that does not answer nothing is said: whether it is gone or only the way to it, health checkers know. Never rejects. */
export function lookAtGateway(names: GatewayNames): Promise<GatewayLook> {
  // The signal ends the request; it does not end the wait for a proxy that is silent.
  return withTimeout(gatewayTimeoutMs, look(names, AbortSignal.timeout(gatewayTimeoutMs)), unanswered);
}

const unanswered: GatewayLook = { answered: false, flaw: undefined };

async function look({ gateway, hostname, regional }: GatewayNames, signal: AbortSignal): Promise<GatewayLook> {
  try {
    const { certificateError, status } = await ask(gateway, hostname, signal);
    if (certificateError !== undefined || !isRefusal(status)) {
      return { answered: true, flaw: certificateError };
    }
    // Where it refuses under its own name too it is another matter, and health checkers meet it.
    const own = await ask(regional, regional, signal);
    return { answered: true, flaw: own.status === 200 ? `http-${status}` : undefined };
  } catch {
    return unanswered;
  }
}

/** API Gateway answers a name without an API with 403. It throttles with 429, which says nothing of the name. */
const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 429;

/** A handshake of its own with the server that `host` leads to, for `name`. */
function ask(host: string, name: string, signal: AbortSignal): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const request = https.get({
      host,
      servername: name,
      path: "/livez",
      headers: { Host: name },
      // A kept connection or a resumed session would not show the certificate that the next user meets.
      agent: new https.Agent({ keepAlive: false, maxCachedSessions: 0, proxyEnv: process.env }),
      // It is validated all the same: what is wrong with it is what this is about, and nothing is sent that is a secret.
      rejectUnauthorized: false,
      signal,
    });
    request.on("error", reject);
    request.on("response", (response) => {
      const { authorized, authorizationError } = response.socket as TLSSocket;
      response.resume();
      resolve({
        certificateError: authorized ? undefined : String(authorizationError),
        status: response.statusCode ?? 0,
      });
    });
  });
}
