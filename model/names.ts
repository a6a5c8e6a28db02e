/** Host names and physical names that more than one stack, function or tool must know. Everything else is named by Pulumi. */
import { regionsOf, registryRegion, servedJurisdictions, stackOfRegion } from "./topology";

/** `api.<domain>`: the lookup's global name. It answers lookups only (law 2). */
export const lookupHost = (domain: string) => `api.${domain}`;

/** `app.<domain>`: the web app. */
export const appHost = (domain: string) => `app.${domain}`;

/** The web app's pages: they may read answers and see connect times, others by config (`appOrigins`). */
export const appOrigin = (domain: string) => `https://${appHost(domain)}`;

/** `ca.api.<domain>`: a jurisdiction's API, failed over by Route 53 between its own Regions. */
export const apiHost = (jurisdiction: string, domain: string) => `${jurisdiction.toLowerCase()}.api.${domain}`;

/** `ca-west-1.ca.api.<domain>`: one Region's API, for health checks and for clients that choose themselves. */
export const regionalApiHost = (region: string, domain: string) =>
  `${region}.${apiHost(jurisdictionCode(region), domain)}`;

/**
 * `ca-west-1.gateway.ca.api.<domain>`: where `ca.api.<domain>` is served in one Region, whatever its health. Its sibling looks
 * there as users would, with the jurisdiction's name: no certificate is for this one.
 */
export const gatewayHost = (region: string, domain: string) =>
  `${region}.gateway.${apiHost(jurisdictionCode(region), domain)}`;

/** `_healthy.ca.api.<domain>`: says as text which Region health checkers find healthy, the primary first. Nobody connects to it. */
export const healthyHost = (jurisdiction: string, domain: string) => `_healthy.${apiHost(jurisdiction, domain)}`;

/** `ca.ws.<domain>`: a jurisdiction's WebSocket API. */
export const websocketHost = (jurisdiction: string, domain: string) => `${jurisdiction.toLowerCase()}.ws.${domain}`;

/** `ca-west-1.ca.ws.<domain>`: one Region's WebSocket API. */
export const regionalWebsocketHost = (region: string, domain: string) =>
  `${region}.${websocketHost(jurisdictionCode(region), domain)}`;

/** A name that more than one Region serves: its certificate is validated once, by the global stack. */
export interface SharedHost {
  /** Goes into logical names. */
  label: string;
  hostname: string;
  /** One of the Regions that serve it, a jurisdiction's name in the jurisdiction. */
  region: string;
  jurisdiction: string;
}

export function sharedHosts(domain: string): SharedHost[] {
  const apis = servedJurisdictions().map((jurisdiction) => ({
    label: `${jurisdiction.toLowerCase()}-api`,
    hostname: apiHost(jurisdiction, domain),
    region: regionsOf(jurisdiction)[0]!,
    jurisdiction,
  }));
  return [{ label: "lookup", hostname: lookupHost(domain), region: registryRegion, jurisdiction: "any" }, ...apis];
}

/** The registry has one name in every Region: a global table's replicas share it. */
export const registryTableName = (project: string) => `${project}-registry`;

/** A jurisdiction's global tables: one name in each of its Regions. */
export const jurisdictionTableName = (project: string, jurisdiction: string, table: string) =>
  `${project}-${jurisdiction.toLowerCase()}-${table}`;

/** What an access token of a pool says in `iss`: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html */
export const poolIssuer = (region: string, userPoolId: string) =>
  `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;

function jurisdictionCode(region: string): string {
  const stack = stackOfRegion(region);
  if (!stack) {
    throw new Error(`Region "${region}" is not in model/topology.ts`);
  }
  return stack[1].jurisdiction;
}
