/** The control API's view of the running twin: where each of its parts is. */

import { acm } from "../acm/types";
import { cloudwatch } from "../cloudwatch/types";
import { cognito } from "../cognito/types";
import type { Place, TwinContext } from "../context";
import { dynamodb } from "../dynamodb/types";
import { createAppUser } from "../journey/app-user";
import type { JourneyDeps } from "../journey/journey";
import { Journeys } from "../journey/journeys";
import { deviceOpener } from "../journey/opener";
import type { Session } from "../journey/session";
import { evacuationsOf, holdsOf } from "../orders";
import type { OrganizationSummary } from "../organizations";
import { People } from "../people";
import { resolve } from "../resolution";
import { route53 } from "../route53/types";
import type { RunningServices } from "../running-services";
import { createTraffic } from "../traffic";
import { unsupportedTypes } from "../unsupported";
import type { ControlDeps, Endpoints } from "./deps";

export interface TwinParts {
  context: TwinContext;
  services: RunningServices;
  endpoints(): Endpoints;
  /** Organizations as they were imported. */
  organizations: readonly OrganizationSummary[];
  /** Whether background traffic begins switched on. Default true. */
  traffic?: boolean;
}

/** Where the background traffic's people are: dense enough to see, near and far from home. */
const cities = [
  ["Toronto", "Chicago", "Paris", "Vancouver", "New York", "London", "Montreal"],
  ["San Francisco", "Winnipeg", "Dallas", "Berlin", "Halifax", "Seattle", "Miami"],
].flat();
/** Organizations of the background traffic: some of each home. */
const perHome = 4;

/** Everything that `createControlApi` needs. Its `traffic` is to be started and stopped with the twin. */
export function twinControl(parts: TwinParts): ControlDeps {
  const { context, services } = parts;
  const { clock, network, ledger, graph } = context;
  const { domain } = graph.outputsOf("global") as { domain: string };
  const people = new People({
    graph,
    dynamoDb: services.get(dynamodb),
    userPools: services.get(cognito),
    organizations: parts.organizations,
  });
  const reach = { dnsPort: services.get(route53).port, authority: services.get(acm).authority };
  const journeyDeps: JourneyDeps = {
    domain,
    clock,
    ledger,
    network,
    open: (place) => deviceOpener(context, reach)(place),
    createUser: (organization) => people.createUser(organization),
    truthOf: (organization) => people.find(organization),
  };
  const journeys = new Journeys(journeyDeps);
  const traffic = createTraffic({
    clock,
    places: cities.map((city) => network.place(city)),
    organizations: someOfEachHome(parts.organizations),
    createUser: (organization, place) => {
      const keep = (session: Session) => journeys.keep(organization, session);
      return createAppUser(journeyDeps, { organization, place, keep });
    },
  });
  if (parts.traffic === false) {
    traffic.turn(false);
  }
  return {
    context,
    domain,
    stacks: graph.stacks.map(({ stack }) => stack),
    health: () => services.health(),
    resolve: async (host: string, place: Place) =>
      resolve({ network, explainers: services.explainers() }, { host, place }),
    endpoints: parts.endpoints,
    unsupported: () => unsupportedTypes(graph, services.modules),
    replication: () => services.get(dynamodb).waiting(),
    alarms: () => services.get(cloudwatch).alarms(),
    evacuations: () => evacuationsOf(graph, services.get(dynamodb)),
    holds: () => holdsOf(graph, services.get(dynamodb), clock.now()),
    measurements: () => services.get(cloudwatch).measurements(),
    people: {
      list: (query, limit) => people.list(query, limit),
      find: (slug) => people.find(slug),
      nameOf: (organization) => people.nameOf(organization),
      createUser: (organization) => people.createUser(organization),
    },
    runJourney: (request) => journeys.run(request),
    traffic,
  };
}

/** Homes take turns, so that the first users already show all of them. */
function someOfEachHome(organizations: readonly OrganizationSummary[]): string[] {
  const homes = new Map<string, string[]>();
  for (const { slug, jurisdiction } of organizations) {
    const slugs = homes.get(jurisdiction) ?? [];
    if (slugs.length < perHome) {
      slugs.push(slug);
    }
    homes.set(jurisdiction, slugs);
  }
  return Array.from({ length: perHome }, (_, turn) => [...homes.values()].map((slugs) => slugs[turn]))
    .flat()
    .filter((slug) => slug !== undefined);
}
