/**
 * Every route of the system: one row each, from which API Gateway, the load balancer's rules, the functions (serve) and
 * functions/README.md follow. To add one: a row here, and its handler in the function that the row names.
 */

import { siblingsPath } from "./evacuation";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Route {
  readonly method: Method;
  /** `{name}` stands for one part of the path. */
  readonly path: string;
  /** What it does, for readers. */
  readonly description: string;
  /** The folder in functions/ that answers. */
  readonly function: string;
  /**
   * What leads to it: `api` is the regional API behind API Gateway, `lookup` the load balancer of `api.<domain>`. Nothing:
   * the load balancer asks it of the function itself, for its health.
   */
  readonly through: readonly ("api" | "lookup")[];
  /** `token`: an access token of the jurisdiction's own pools. */
  readonly access: "token" | "public";
  /** Who may keep a response. `public`: anybody, for as long as the handler says. */
  readonly cache: "public" | "private" | "none";
  /** Whose pages may read answers: the app's, any, none. */
  readonly cors: "app" | "any" | "none";
  /** Request headers that a page may send, beside those that token and body need. */
  readonly headers?: readonly string[];
  /** Of a body, which is JSON; without it the route takes none. */
  readonly maxBodyBytes?: number;
}

const lookup = { function: "lookup", through: ["lookup"], access: "public", cors: "any" } as const;
const data = { through: ["api"], access: "token", cache: "private", cors: "app" } as const;
const health = { access: "public", cache: "none", cors: "none" } as const;

export const routes = [
  {
    ...lookup,
    method: "GET",
    path: "/v1/organizations/{organization}/home",
    description: "home of an organization, by slug or id",
    cache: "public",
    headers: ["content-type", "if-none-match"], // some HTTP clients name a type with every request
  },
  {
    ...lookup,
    method: "GET",
    path: "/v1/homes",
    description: "home of an organization, by e-mail domain",
    cache: "public",
    headers: ["content-type", "if-none-match"], // some HTTP clients name a type with every request
  },
  {
    ...lookup,
    method: "POST",
    path: "/v1/homes",
    description: "homes of many organizations",
    cache: "none",
    maxBodyBytes: 16 * 1024, // 100 names of the longest kind, with room for white space
  },
  {
    ...data,
    method: "GET",
    path: "/v1/profile",
    description: "preferences of the signed-in user",
    function: "profile",
    headers: ["if-none-match"],
  },
  {
    ...data,
    method: "PUT",
    path: "/v1/profile",
    description: "changes them",
    function: "profile",
    headers: ["idempotency-key", "if-match", "if-none-match"],
    maxBodyBytes: 16 * 1024,
  },
  {
    ...data,
    method: "POST",
    path: "/v1/measurements",
    description: "takes the times that clients have measured",
    function: "measurements",
    // Browsers send no more with `keepalive`: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
    maxBodyBytes: 64 * 1024,
  },
  {
    ...health,
    method: "GET",
    path: "/livez",
    description: "whether the function runs, for load balancers",
    function: "health",
    through: ["api", "lookup"],
  },
  {
    ...health,
    method: "GET",
    path: "/healthz",
    description: "whether this Region serves its users now, for health checkers",
    function: "health",
    through: ["api", "lookup"],
  },
  {
    ...health,
    method: "GET",
    path: siblingsPath,
    description: "which sibling is to be left, for health checkers",
    function: "health",
    through: ["api"],
  },
  {
    ...health,
    method: "GET",
    path: "/livez",
    description: "whether the lookup itself runs, for its load balancer",
    function: "lookup",
    through: [],
  },
] as const satisfies readonly Route[];

export type DeclaredRoute = (typeof routes)[number];
/** The folders in functions/ that answer HTTP. */
export type RoutedFunction = DeclaredRoute["function"];
export type RouteOf<F extends RoutedFunction> = Extract<DeclaredRoute, { function: F }>;
/** `GET /v1/profile`: what a handler is listed by. */
export type RouteKey<R extends Pick<Route, "method" | "path">> = `${R["method"]} ${R["path"]}`;

/** The routes that a function answers, in the table's order. */
export function routesOf(name: RoutedFunction): readonly Route[] {
  return routes.filter((route) => route.function === name);
}

/** The routes that API Gateway, or the load balancer, leads to. */
export function routesThrough(entrance: "api" | "lookup"): readonly (Route & { function: RoutedFunction })[] {
  return routes.filter((route) => (route.through as readonly string[]).includes(entrance));
}

/** The methods of one path, as `Allow` and CORS say them: HEAD goes with GET, OPTIONS with CORS. */
export function methodsOf(rows: readonly Route[]): string[] {
  const own = rows.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return rows.some(({ cors }) => cors !== "none") ? [...own, "OPTIONS"] : own;
}

/** Request headers that a page may send to a path. */
export function headersOf(rows: readonly Route[]): string[] {
  const names = rows.flatMap(({ access, maxBodyBytes, headers = [] }) => [
    ...(access === "token" ? ["authorization"] : []),
    ...(maxBodyBytes === undefined ? [] : ["content-type"]),
    ...headers,
  ]);
  return [...new Set(names)].sort();
}
