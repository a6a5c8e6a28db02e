import { hash } from "node:crypto";
import type { Home } from "../../model/home";
import type { Problem } from "../../model/problem";
import { problem } from "../../model/problem";
import type { RegionRow } from "../../model/registry";
import type { Found } from "../shared/directory";
import { endpointsOf } from "../shared/endpoints";
import { HomeUnservable, MalformedRow } from "../shared/errors";
import { staleIfErrorSeconds, ttlSeconds, unknownCacheSeconds } from "../shared/freshness";
import { type HttpRequest, type HttpResponse, noneMatch } from "../shared/http";
import { refuse } from "../shared/reply";

const headers = {
  "content-type": "application/json",
  "cache-control": `public, max-age=${ttlSeconds}, stale-if-error=${staleIfErrorSeconds}`,
  "x-content-type-options": "nosniff",
};

/** The lookup's response for a row. Endpoints and identity are of the row's jurisdiction only. */
export function homeOf({ row }: Found, identity: RegionRow, domain: string): Home {
  if (identity.jurisdiction !== row.jurisdiction) {
    throw new HomeUnservable(`identity of ${identity.jurisdiction} offered for a home in ${row.jurisdiction}`);
  }
  return {
    organization: row.organization,
    jurisdiction: row.jurisdiction,
    state: row.state,
    endpoints: endpointsOf(row.jurisdiction, domain),
    identity: { issuer: identity.issuer, userPoolId: identity.userPoolId, clientId: identity.clientId },
    version: row.version,
    ttlSeconds,
    staleIfErrorSeconds,
    notice: row.notice,
  };
}

/** 200, or 304 where the client has this response already. `Age` and `Cache-Status` (RFC 9211) say how sure it is. */
export function homeResponse(request: HttpRequest, found: Found, home: Home): HttpResponse {
  const body = JSON.stringify(home);
  const etag = `"${hash("sha256", body, "base64url").slice(0, 22)}"`;
  const status = noneMatch(request, etag) ? 200 : 304;
  const cacheStatus = found.stale ? "home-region; hit; detail=registry-unavailable" : undefined;
  return {
    status,
    headers: {
      ...headers,
      etag,
      age: String(found.ageSeconds),
      ...(cacheStatus ? { "cache-status": cacheStatus } : {}),
    },
    body: status === 304 ? "" : body,
  };
}

export const unknownProblem = () =>
  problem("organization-unknown", "No organization has this name. Check its spelling, or ask whoever invited you.");

/** That nobody has a name may be kept for a while. */
export const unknownHome = () =>
  refuse(unknownProblem(), { "cache-control": `public, max-age=${unknownCacheSeconds}` });

/** What an error means to a client. Anything that cannot be said for sure is 503, never a guess. */
export function errorProblem(error: unknown): Problem {
  if (error instanceof HomeUnservable || error instanceof MalformedRow) {
    return problem("home-unservable", "The registry and this deployment disagree about this organization's home.");
  }
  return problem("registry-unavailable", "The registry does not respond here and nothing is cached.");
}
