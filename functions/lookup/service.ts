/** The lookup: which of its routes a request is for, and the reply. Nothing here knows Lambda or sockets. */

import type { BatchResult, Home } from "../../model/home";
import { appOrigin } from "../../model/names";
import { problem } from "../../model/problem";
import type { Asked, Directory } from "../shared/directory";
import { decode } from "../shared/events";
import { lookupPreflightSeconds } from "../shared/freshness";
import { type HttpRequest, isJson, json } from "../shared/http";
import type { Reply } from "../shared/serve";
import { corsHeaders, faultProblem, homeOf, homeResponse, problemResponse, unknownProblem } from "./answer";
import type { Identities } from "./identities";
import { maxBatch, maxBodyBytes } from "./limits";
import { batchOf, byEmailDomain, byOrganization } from "./question";
import { clientOf, type RateLimit } from "./rate-limit";

export interface Lookup {
  directory: Directory;
  identities: Identities;
  rateLimit: RateLimit;
  hashKey: string;
  domain: string;
  region: string;
  now(): number;
}

const organizationPath = /^\/v1\/organizations\/([^/]*)\/home$/;
const homesPath = "/v1/homes";
const healthPath = "/healthz";

/** The reply to any request. Every answer lets the app's page see how long connecting took. Rejects only where the code is wrong. */
export async function lookup(request: HttpRequest, context: Lookup): Promise<Reply> {
  const reply = await answer(request, context);
  const headers = { ...reply.response.headers, "timing-allow-origin": appOrigin(context.domain) };
  return { ...reply, response: { ...reply.response, headers } };
}

async function answer(request: HttpRequest, context: Lookup): Promise<Reply> {
  const organization = organizationPath.exec(request.path)?.[1];
  if (organization !== undefined) {
    const route = "/v1/organizations/{organization}/home";
    if (request.method !== "GET" && request.method !== "HEAD") return otherMethod(request, route, "GET, HEAD, OPTIONS");
    return one(request, route, byOrganization(decode(organization) ?? "", context.hashKey), context);
  }
  if (request.path === homesPath) {
    if (request.method === "POST") return batch(request, context);
    if (request.method !== "GET" && request.method !== "HEAD")
      return otherMethod(request, homesPath, "GET, HEAD, POST, OPTIONS");
    return one(request, homesPath, byEmailDomain(request.query.get("emailDomain") ?? "", context.hashKey), context);
  }
  // What the load balancer asks, of this very function: it must not depend on the table, whose loss lookups survive.
  if (request.path === healthPath && request.method === "GET")
    return {
      response: json(200, { status: "ok", region: context.region }, { "cache-control": "no-store" }),
      route: healthPath,
    };
  return refused("unknown", "path-unknown", "Known are /v1/organizations/{organization}/home and /v1/homes.");
}

async function one(request: HttpRequest, route: string, asked: Asked | undefined, context: Lookup): Promise<Reply> {
  const limited = overLimit(request, route, 1, context);
  if (limited) return limited;
  if (!asked) return refused(route, "invalid-request", expected[route] as string);
  try {
    const found = await find(asked, context);
    if (!found) return problemReply(route, unknownProblem());
    const { row, stale } = found;
    const home = homeOf(found, await context.identities.of(row.jurisdiction), context.domain);
    const reply: Reply = { response: homeResponse(request, found, home), route, organization: row.organization };
    return stale ? { ...reply, stale } : reply;
  } catch (fault) {
    return problemReply(route, faultProblem(fault), {}, fault);
  }
}

const expected: Record<string, string> = {
  "/v1/organizations/{organization}/home":
    "{organization} must be a slug (1 to 63 of a-z, 0-9 and inner hyphens) or an id (org_ and 26 letters and digits).",
  [homesPath]: "Send ?emailDomain= with a domain such as example.com: the part after the @ and nothing before it.",
};

async function batch(request: HttpRequest, context: Lookup): Promise<Reply> {
  const route = homesPath;
  if (request.body.length > maxBodyBytes)
    return refused(route, "body-too-large", `The body has ${request.body.length} bytes; ${maxBodyBytes} are allowed.`);
  if (!isJson(request)) return refused(route, "media-type-unsupported", "Send content-type: application/json.");
  const body = batchOf(request.body, maxBatch);
  if ("faults" in body)
    return problemReply(route, problem("invalid-request", "The body has faults.", { errors: body.faults }));
  const limited = overLimit(request, route, body.organizations.length, context);
  if (limited) return limited;
  const results = await Promise.all(body.organizations.map((organization) => oneOfBatch(organization, context)));
  return { response: json(200, { results }, { "cache-control": "no-store", ...corsHeaders }), route };
}

async function oneOfBatch(organization: string, context: Lookup): Promise<BatchResult> {
  const asked = byOrganization(organization, context.hashKey);
  if (!asked)
    return { organization, problem: problem("invalid-request", expected["/v1/organizations/{organization}/home"]!) };
  try {
    const found = await find(asked, context);
    if (!found) return { organization, problem: unknownProblem() };
    const home: Home = homeOf(found, await context.identities.of(found.row.jurisdiction), context.domain);
    return { organization, home };
  } catch (fault) {
    return { organization, problem: faultProblem(fault) };
  }
}

/** Both reads are started in one turn, so that they become one. */
function find(asked: Asked, context: Lookup) {
  context.identities.prepare();
  return context.directory.find(asked);
}

function overLimit(request: HttpRequest, route: string, cost: number, context: Lookup): Reply | undefined {
  // The balancer always says who asks; where it is told not to, there is nobody to limit.
  if (request.clientAddress === "") return undefined;
  const seconds = context.rateLimit.take(clientOf(request.clientAddress), cost, context.now());
  if (seconds === 0) return undefined;
  const body = problem("too-many-requests", `Too many lookups from one address. Try again in ${seconds} s.`);
  return problemReply(route, body, { "retry-after": String(seconds) });
}

function otherMethod(request: HttpRequest, route: string, allow: string): Reply {
  if (request.method !== "OPTIONS")
    return refused(route, "method-not-allowed", `${request.method} is not allowed here; ${allow} are.`, { allow });
  const headers = {
    allow,
    ...corsHeaders,
    "access-control-allow-methods": allow,
    "access-control-allow-headers": "content-type, if-none-match",
    "access-control-max-age": String(lookupPreflightSeconds),
  };
  return { response: { status: 204, headers, body: "" }, route };
}

function refused(route: string, code: Parameters<typeof problem>[0], detail: string, headers = {}): Reply {
  return problemReply(route, problem(code, detail), headers);
}

function problemReply(route: string, body: ReturnType<typeof problem>, headers = {}, fault?: unknown): Reply {
  const cause = fault instanceof Error ? { cause: fault.name } : {};
  return { response: problemResponse(body, headers), route, code: body.code, ...cause };
}
