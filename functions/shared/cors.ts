/** What answers say to browsers and caches, by the route's row. */
import { appOrigin } from "../../model/names";
import { isAllowed, timingOrigins } from "../../model/origins";
import type { Route, RoutedFunction, RouteOf } from "../../model/routes";
import type { Evacuations } from "./evacuations";
import { lookupPreflightSeconds, preflightSeconds } from "./freshness";
import type { HttpResponse } from "./http";

type Needs<Rows, Wanted, Fields> = [Extract<Rows, Wanted>] extends [never] ? unknown : Fields;

/** What a function must know of where it is, by what its rows say. */
export type Place<F extends RoutedFunction> = { region: string } & Needs<
  RouteOf<F>,
  { cors: "app" | "any" },
  { domain: string; appOrigins?: readonly string[] }
> &
  Needs<RouteOf<F>, { cors: "app" }, { jurisdiction: string }> &
  Needs<RouteOf<F>, { access: "token" }, { evacuations: Evacuations }>;

/** Response headers that a page may read. Lookups are public and carry no cookies, so any page may read them. */
const exposed = {
  any: "etag, age, cache-status, retry-after",
  app: "etag, retry-after, idempotency-replayed, home-region, home-jurisdiction",
};

/** Handlers of public answers say for how long; refusals are kept by nobody. */
const cacheControl: Readonly<Record<Route["cache"], Record<string, string>>> = {
  public: {},
  private: { "cache-control": "private, no-store" },
  none: { "cache-control": "no-store" },
};

interface HeadersPlace {
  region: string;
  domain?: string;
  /** Without it, `https://app.<domain>` alone. */
  appOrigins?: readonly string[];
  jurisdiction?: string;
}

const originsOf = ({ appOrigins, domain }: HeadersPlace) => appOrigins ?? [appOrigin(domain!)];

/** Headers that go with every response: to a row of `rows`, or to a path that none of them has. */
export function policyHeaders(
  rows: readonly Route[],
  row: Route | undefined,
  place: HeadersPlace,
): Record<string, string> {
  // Who asks for a path that is unknown may learn so where the function's other responses can be read.
  const { cors, cache } = row ?? rows[0]!;
  const kept = cacheControl[cache];
  if (cors === "none") {
    return kept;
  }
  const origins = originsOf(place);
  // What connecting took is for the apps alone.
  const readable = { "access-control-expose-headers": exposed[cors], "timing-allow-origin": timingOrigins(origins) };
  if (cors === "any") {
    return { "access-control-allow-origin": "*", ...readable, ...kept };
  }
  return {
    "access-control-allow-origin": origins[0]!,
    ...readable,
    ...kept,
    vary: "origin",
    "home-region": place.region,
    "home-jurisdiction": place.jurisdiction!,
  };
}

/** The same, made once for each row and place: a process has one place, and a lookup few microseconds. */
export function keptPolicy(rows: readonly Route[]) {
  const kept = new WeakMap<object, Map<Route | undefined, Record<string, string>>>();
  return (row: Route | undefined, place: HeadersPlace, origin?: string): Record<string, string> => {
    const ofPlace = kept.get(place) ?? new Map<Route | undefined, Record<string, string>>();
    kept.set(place, ofPlace);
    const headers = ofPlace.get(row) ?? policyHeaders(rows, row, place);
    ofPlace.set(row, headers);
    const names = headers["access-control-allow-origin"];
    if (origin === undefined || origin === names || names === undefined || names === "*") {
      return headers;
    }
    // One origin fits into the header: that of the page that asks, where it is one of ours.
    return isAllowed(originsOf(place), origin) ? { ...headers, "access-control-allow-origin": origin } : headers;
  };
}

/** What a browser asks before it sends anything. Nothing is read for it. */
export function preflight({ cors }: Route, methods: string, headers: string): HttpResponse {
  const seconds = cors === "any" ? lookupPreflightSeconds : preflightSeconds;
  return {
    status: 204,
    headers: {
      allow: methods,
      "access-control-allow-methods": methods,
      "access-control-allow-headers": headers,
      "access-control-max-age": String(seconds),
    },
    body: "",
  };
}
