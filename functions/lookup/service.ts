/** The lookup: what each of its routes answers. Nothing here knows Lambda or sockets. */
import type { BatchResult, Home } from "../../model/home";
import { problem } from "../../model/problem";
import type { Asked, Directory } from "../shared/directory";
import { type HttpRequest, json } from "../shared/http";
import { type Answer, refuse } from "../shared/reply";
import { type RoutedRequest, serve } from "../shared/serve";
import { faultProblem, homeOf, homeResponse, unknownAnswer, unknownProblem } from "./answer";
import type { Identities } from "./identities";
import { maxBatch } from "./limits";
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

export const lookup = serve<"lookup", Lookup>("lookup", {
  "GET /v1/organizations/{organization}/home": (request, context) =>
    answerOne(request, byOrganization(request.parameters.organization, context.hashKey), organizationRule, context),
  "GET /v1/homes": (request, context) =>
    answerOne(request, byEmailDomain(request.query.get("emailDomain") ?? "", context.hashKey), domainRule, context),
  "POST /v1/homes": answerBatch,
  // What the load balancer asks, of this very function: it must not depend on the table, whose loss lookups survive.
  "GET /healthz": (_, { region }) => ({ response: json(200, { status: "ok", region }) }),
});

const organizationRule =
  "{organization} must be a slug (1 to 63 of a-z, 0-9 and inner hyphens) or an id (org_ and 26 letters and digits).";
const domainRule = "Send ?emailDomain= with a domain such as example.com: the part after the @ and nothing before it.";

async function answerOne(
  request: HttpRequest,
  asked: Asked | undefined,
  rule: string,
  context: Lookup,
): Promise<Answer> {
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
      return unknownAnswer();
    }
    const { row, stale } = found;
    const home = homeOf(found, await context.identities.of(row.jurisdiction), context.domain);
    const answer = { response: homeResponse(request, found, home), organization: row.organization };
    return stale ? { ...answer, stale } : answer;
  } catch (error) {
    return { ...refuse(faultProblem(error)), ...(error instanceof Error && { cause: error.name }) };
  }
}

async function answerBatch(request: RoutedRequest, context: Lookup): Promise<Answer> {
  const batch = batchOf(request.body, maxBatch);
  if ("issues" in batch) {
    return refuse(problem("invalid-request", "The body has faults.", { errors: batch.issues }));
  }
  const limited = overLimit(request, batch.organizations.length, context);
  if (limited) {
    return limited;
  }
  const results = await Promise.all(batch.organizations.map((organization) => oneOfBatch(organization, context)));
  return { response: json(200, { results }) };
}

async function oneOfBatch(organization: string, context: Lookup): Promise<BatchResult> {
  const asked = byOrganization(organization, context.hashKey);
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
    return { organization, problem: faultProblem(error) };
  }
}

/** Both reads are started in one turn, so that they become one. */
function find(asked: Asked, context: Lookup) {
  context.identities.prepare();
  return context.directory.find(asked);
}

function overLimit(request: HttpRequest, cost: number, context: Lookup): Answer | undefined {
  // The balancer always says who asks; where it is told not to, there is nobody to limit.
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
