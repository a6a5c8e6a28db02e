import { apiHost, regionalApiHost, regionalWebsocketHost, websocketHost } from "../../infra/names";
import { stacksOf } from "../../infra/topology";
import type { HomeEndpoint } from "./home";

/**
 * The endpoints of a jurisdiction, and of no other, primary first. The primary's is the jurisdiction's own name, which
 * Route 53 fails over between its Regions; a standby's is its Region's.
 */
export function endpointsOf(jurisdiction: string, domain: string): HomeEndpoint[] {
  return stacksOf(jurisdiction).map(([, { region, role }]) => ({
    region,
    role,
    api: `https://${role === "primary" ? apiHost(jurisdiction, domain) : regionalApiHost(region, domain)}`,
    websocket: `wss://${role === "primary" ? websocketHost(jurisdiction, domain) : regionalWebsocketHost(region, domain)}`,
  }));
}
