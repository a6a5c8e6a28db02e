import type { HomeEndpoint } from "../../model/home";
import { apiHost, regionalApiHost, regionalWebsocketHost, websocketHost } from "../../model/names";
import { stacksOf } from "../../model/topology";

// The topology does not change while a function runs.
const kept = new Map<string, readonly HomeEndpoint[]>();

/**
 * The endpoints of a jurisdiction, and of no other, primary first. The primary's is the jurisdiction's own name, which
 * Route 53 fails over between its Regions; a standby's is its Region's.
 */
export function endpointsOf(jurisdiction: string, domain: string): HomeEndpoint[] {
  const name = `${jurisdiction} ${domain}`;
  const known = kept.get(name) ?? stacksOf(jurisdiction).map(([, stack]) => endpointOf(jurisdiction, domain, stack));
  kept.set(name, known);
  return [...known];
}

function endpointOf(jurisdiction: string, domain: string, stack: { region: string; role: "primary" | "standby" }) {
  const { region, role } = stack;
  const own = role === "standby";
  return {
    region,
    role,
    api: `https://${own ? regionalApiHost(region, domain) : apiHost(jurisdiction, domain)}`,
    websocket: `wss://${own ? regionalWebsocketHost(region, domain) : websocketHost(jurisdiction, domain)}`,
  };
}
