/** Explains where a host name leads from a place, for `POST /api/resolve`: leg by leg, each explained by the service it leads through. */
import type { Network, Place } from "./context";

/** What DNS, accelerator and edge answer for a host name asked for from a place. `why` reads from question to answer. */
export interface Resolution {
  host: string;
  place: string;
  addresses: string[];
  /** Seconds that resolvers may keep the answer; null where there is none. */
  ttl: number | null;
  /** The Region that a connection ends in; null where nobody answers. */
  region: string | null;
  why: string[];
}

/** Where the way has got to: a host name that somebody asks for, then an address that they connect to. */
export interface Waypoint {
  host: string;
  place: Place;
  port: number;
  /** Undefined until DNS has answered. */
  ip: string | undefined;
}

/** What a service does with whoever comes to it, and where it sends them. */
export interface Leg {
  why: string[];
  /** DNS's answer. */
  dns?: { addresses: string[]; ttl: number | null };
  /** The Region that it leads to, where it decides that. */
  region?: string;
  /** The address that it leads to; the way ends where there is none. */
  ip?: string | undefined;
}

export type Explainer = (waypoint: Waypoint) => Leg | undefined;

const port = 443;

/** Follows the way until nobody leads on; each service has one leg of it at most. */
export function resolve(
  parts: { network: Pick<Network, "endpoints" | "place">; explainers: readonly Explainer[] },
  { host, place }: { host: string; place: Place },
): Resolution {
  const asked = host.toLowerCase().replace(/\.$/, "");
  const found: Resolution = { host: asked, place: place.name, addresses: [], ttl: null, region: null, why: [] };
  const waiting = new Set(parts.explainers);
  let waypoint: Waypoint = { host: asked, place, port, ip: undefined };
  for (;;) {
    const leg = nextLeg(waiting, waypoint) ?? arrival(parts.network, waypoint);
    found.why.push(...leg.why);
    if (leg.region !== undefined) {
      found.region = leg.region;
    }
    if (leg.dns) {
      Object.assign(found, leg.dns);
    }
    if (leg.ip === undefined) {
      return found;
    }
    waypoint = { ...waypoint, ip: leg.ip };
  }
}

function nextLeg(waiting: Set<Explainer>, waypoint: Waypoint): Leg | undefined {
  for (const explain of waiting) {
    const leg = explain(waypoint);
    if (!leg) {
      continue;
    }
    waiting.delete(explain);
    return leg;
  }
  return undefined;
}

/** What the network itself knows: who listens at the address. */
function arrival(network: Pick<Network, "endpoints" | "place">, { host, ip, port }: Waypoint): Leg {
  if (ip === undefined) {
    return { why: [`nobody answers for ${host}`] };
  }
  const endpoint = network.endpoints().find((endpoint) => endpoint.ip === ip && endpoint.port === port);
  if (!endpoint) {
    return { why: [`nothing listens at ${ip}:${port}`] };
  }
  const { region } = network.place(endpoint.place);
  return { why: [`${ip} is ${endpoint.name} in ${endpoint.place}`], ...(region !== undefined && { region }) };
}
