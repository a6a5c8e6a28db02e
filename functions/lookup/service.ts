/** The lookup: what each of its routes answers. Nothing here knows Lambda or sockets. */
import type { BatchResult, Home } from "../../model/home";
import { problem } from "../../model/problem";
import type { Asked, Directory } from "../shared/directory";
import { type HttpRequest, json } from "../shared/http";
import { type HandlerResult, refuse, refuseBody } from "../shared/reply";
import { type RoutedRequest, serve } from "../shared/serve";
import type { Identities } from "./identities";
import { maxBatch } from "./limits";
import { batchOf, byEmailDomain, byOrganization } from "./question";
import { clientOf, type RateLimit } from "./rate-limit";
import { errorProblem, homeOf, homeResponse, unknownHome, unknownProblem } from "./response";

export interface Lookup {
  directory: Directory;
  identities: Identities;
  rateLimit: RateLimit;
  hashSecret: string;
  domain: string;
  appOrigins?: readonly string[];
  region: string;
  now(): number;
}

export const lookup = serve<"lookup", Lookup>("lookup", {
  "GET /v1/organizations/{organization}/home": (request, context) =>
    lookUpOne(request, byOrganization(request.parameters.organization, context.hashSecret), organizationRule, context),
  "GET /v1/homes": (request, context) =>
    lookUpOne(request, byEmailDomain(request.query.get("emailDomain") ?? "", context.hashSecret), domainRule, context),
  "POST /v1/homes": lookUpBatch,
  // What the load balancer asks, of this very function: it must not depend on the table, whose loss lookups survive.
  "GET /livez": (_, { region }) => ({ response: json(200, { status: "ok", region }) }),
});

const organizationRule =
  "{organization} must be a slug (1 to 63 of a-z, 0-9 and inner hyphens) or an id (org_ and 26 letters and digits).";
const domainRule = "Send ?emailDomain= with a domain such as example.com: the part after the @ and nothing before it.";

async function lookUpOne(
  request: HttpRequest,
  asked: Asked | undefined,
  rule: string,
  context: Lookup,
): Promise<HandlerResult> {
  const limited = overLimit(request, 1, context);
  if (limited) {
    return limited;
  }
  if (!asked) {
    return refuse(problem("invalid-request", rule));
  }
  try {
    const found = await find(asked, context);
    if (!found) {
      return unknownHome();
    }
    const { row, stale } = found;
    const home = homeOf(found, await context.identities.of(row.jurisdiction), context.domain);
    const result = { response: homeResponse(request, found, home), organization: row.organization };
    return stale ? { ...result, stale } : result;
  } catch (error) {
    return { ...refuse(errorProblem(error)), ...(error instanceof Error && { cause: error.name }) };
  }
}

async function lookUpBatch(request: RoutedRequest, context: Lookup): Promise<HandlerResult> {
  const batch = batchOf(request.body, maxBatch);
  const limited = overLimit(request, "issues" in batch ? 1 : batch.organizations.length, context);
  if (limited) {
    return limited;
  }
  if ("issues" in batch) {
    return refuseBody(batch.issues);
  }
  const results = await Promise.all(batch.organizations.map((organization) => homeInBatch(organization, context)));
  return { response: json(200, { results }) };
}

async function homeInBatch(organization: string, context: Lookup): Promise<BatchResult> {
  const asked = byOrganization(organization, context.hashSecret);
  if (!asked) {
    return { organization, problem: problem("invalid-request", organizationRule) };
  }
  try {
    const found = await find(asked, context);
    if (!found) {
      return { organization, problem: unknownProblem() };
    }
    const home: Home = homeOf(found, await context.identities.of(found.row.jurisdiction), context.domain);
    return { organization, home };
  } catch (error) {
    return { organization, problem: errorProblem(error) };
  }
}

/** Both reads are started in one turn, so that they become one. */
function find(asked: Asked, context: Lookup) {
  context.identities.prepare();
  return context.directory.find(asked);
}

function overLimit(request: HttpRequest, cost: number, context: Lookup): HandlerResult | undefined {
  // The balancer always says who asks; where it is set not to, there is nobody to limit.
  if (request.clientAddress === "") {
    return undefined;
  }
  const seconds = context.rateLimit.take(clientOf(request.clientAddress), cost, context.now());
  if (seconds === 0) {
    return undefined;
  }
  const body = problem("too-many-requests", `Too many lookups from one address. Try again in ${seconds} s.`);
  return refuse(body, { "retry-after": String(seconds) });
}
