/**
 * Where Global Accelerator sends a new connection:
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html
 */
import { createHash } from "node:crypto";

export interface Endpoint {
  /** ARN of a load balancer. */
  id: string;
  /** 0–255; 128 where the program says nothing. */
  weight: number;
}

export interface EndpointGroup {
  region: string;
  /** 0–100: the share of what would come here by proximity that does. */
  dial: number;
  endpoints: readonly Endpoint[];
}

export interface View {
  healthOf(endpointId: string): boolean;
  /** ms from the client's edge to a Region. */
  roundTripMs(region: string): number;
  /** In [0, 1). What is drawn for has a name, so that a client can draw the same each time: `affinityOf`. */
  random(draw: string): number;
}

export interface Route {
  group: EndpointGroup;
  endpoint: Endpoint;
  why: string;
}

/**
 * AWS's page says both "the three closest" and "three additional" groups. More groups mean that traffic may go to more
 * places, so the twin takes the second: the original one and three others.
 */
const failoverGroups = 3;

/**
 * A client with affinity draws the same number for the same decision, and unrelated ones for different decisions: which
 * half of the clients a dial sends on says nothing of the endpoint that each of them gets.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/about-listeners-client-affinity.html
 */
export function affinityOf(clientIp: string): View["random"] {
  return (draw) => createHash("sha256").update(`${clientIp} ${draw}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** Undefined only where there is no endpoint at all. */
export function route(groups: readonly EndpointGroup[], view: View): Route | undefined {
  const byProximity = groups
    .filter(({ endpoints }) => endpoints.length > 0)
    .toSorted((a, b) => view.roundTripMs(a.region) - view.roundTripMs(b.region) || a.region.localeCompare(b.region));
  const [closest] = byProximity;
  if (!closest) {
    return undefined;
  }
  // With every dial turned down nothing is documented; the failover rule, which ignores dials, is the worse case.
  const original = byProximity.find(({ dial, region }) => view.random(`dial of ${region}`) * 100 < dial) ?? closest;
  const others = byProximity.filter((group) => group !== original).slice(0, failoverGroups);
  for (const group of [original, ...others]) {
    const endpoint = weighted(group, view);
    if (endpoint) {
      return { group, endpoint, why: reason(group, original, closest) };
    }
  }
  const endpoint = closest.endpoints[Math.floor(view.random("fail open") * closest.endpoints.length)]!;
  return {
    group: closest,
    endpoint,
    why: `fails open to ${closest.region}, the closest: no healthy endpoint in reach`,
  };
}

function reason(group: EndpointGroup, original: EndpointGroup, closest: EndpointGroup): string {
  if (group !== original) {
    return `fails over to ${group.region}: no healthy endpoint in ${original.region}, dials are ignored`;
  }
  if (group !== closest) {
    return `${group.region} by traffic dial: ${closest.region} is closer`;
  }
  return `${group.region} is closest`;
}

/** A healthy endpoint of the group, in proportion to weight. One of weight 0 never. */
function weighted({ endpoints, region }: EndpointGroup, { healthOf, random }: View): Endpoint | undefined {
  const usable = endpoints.filter(({ id, weight }) => weight > 0 && healthOf(id));
  let point = random(`weights of ${region}`) * usable.reduce((sum, { weight }) => sum + weight, 0);
  for (const endpoint of usable) {
    point -= endpoint.weight;
    if (point < 0) {
      return endpoint;
    }
  }
  return usable.at(-1);
}
