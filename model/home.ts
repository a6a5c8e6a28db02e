/** The lookup's response, as every client sees it. */
import type { Problem } from "./problem";
import type { Notice, OrganizationState } from "./registry";

export interface HomeEndpoint {
  region: string;
  role: "primary" | "standby";
  /** Origin, no trailing slash. The primary's is the jurisdiction's name, which Route 53 fails over; a standby's is its own. */
  api: string;
  websocket: string;
}

/** `GET /v1/organizations/{organization}/home`. Endpoints are of `jurisdiction` only, primary first. */
export interface Home {
  /** The opaque id, whatever the organization was asked by. */
  organization: string;
  jurisdiction: string;
  state: OrganizationState;
  endpoints: HomeEndpoint[];
  /** Where its users sign in: the pool of the jurisdiction's primary. */
  identity: { issuer: string; userPoolId: string; clientId: string };
  version: number;
  /** How long a response is fresh, and how long it may be used while nobody answers. */
  ttlSeconds: number;
  staleIfErrorSeconds: number;
  notice: Notice | null;
}

/** One result of `POST /v1/homes`: in the order asked, each its own. */
export type BatchResult = { organization: string; home: Home } | { organization: string; problem: Problem };
