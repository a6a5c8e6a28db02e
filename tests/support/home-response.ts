/** Lookup answers as the registry of example.com gives them. */
import type { Home } from "../../client/types";

const regions: Record<string, [string, string]> = {
  CA: ["ca-central-1", "ca-west-1"],
  US: ["us-east-1", "us-west-2"],
};

export const lookup = "https://api.example.com";
export const acmeId = "org_01j0000000000000000000acme".replace("acme", "acm3");

export function homeResponse(jurisdiction: "CA" | "US" = "CA", changes: Partial<Home> = {}): Home {
  const [primary, standby] = regions[jurisdiction]!;
  const code = jurisdiction.toLowerCase();
  return {
    organization: acmeId,
    jurisdiction,
    state: "active",
    endpoints: [
      {
        region: primary,
        role: "primary",
        api: `https://${code}.api.example.com`,
        websocket: `wss://${code}.ws.example.com`,
      },
      {
        region: standby,
        role: "standby",
        api: `https://${standby}.${code}.api.example.com`,
        websocket: `wss://${standby}.${code}.ws.example.com`,
      },
    ],
    identity: {
      issuer: `https://cognito-idp.${primary}.amazonaws.com/${primary}_pool`,
      userPoolId: `${primary}_pool`,
      clientId: "client",
    },
    version: 1,
    ttlSeconds: 300,
    staleIfErrorSeconds: 86_400,
    notice: null,
    ...changes,
  };
}
