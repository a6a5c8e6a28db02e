/** The control API's view of the running twin: where each of its parts is. */

import { type FunctionLog, measurementsOf } from "../cloudwatch/metrics";
import type { UserPools } from "../cognito";
import type { DynamoDb, Place, TwinContext } from "../context";
import { resolve } from "../device/resolve";
import type { GlobalAccelerator } from "../global-accelerator/global-accelerator";
import { createAppUser } from "../journey/app-user";
import type { JourneyDeps, Session } from "../journey/journey";
import { Journeys } from "../journey/journeys";
import { deviceOpener } from "../journey/opener";
import { People } from "../people";
import type { Route53 } from "../route53/route53";
import { createTraffic } from "../traffic";
import type { ControlDeps, Endpoints, HealthState, OrganizationSummary, UnsupportedType } from "./deps";

export interface TwinParts {
  context: TwinContext;
  route53: Route53;
  globalAccelerator: GlobalAccelerator;
  dynamoDb: DynamoDb;
  userPools: UserPools;
  /** PEM of the twin's certificate authority. */
  authority: string;
  endpoints(): Endpoints;
  unsupported(): UnsupportedType[];
  logs(): FunctionLog[];
  /** Organizations as they were imported. */
  organizations: readonly OrganizationSummary[];
  /** Health that others judge: load balancers' targets. */
  moreHealth?(): HealthState[];
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
  const { context, route53, globalAccelerator, authority } = parts;
  const { clock, network, ledger, graph } = context;
  const { domain } = graph.outputsOf("global") as { domain: string };
  const people = new People({
    graph,
    dynamoDb: parts.dynamoDb,
    userPools: parts.userPools,
    organizations: parts.organizations,
  });
  const journeyDeps: JourneyDeps = {
    domain,
    clock,
    ledger,
    network,
    open: (place) => deviceOpener(context, { dnsPort: route53.port, authority })(place),
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
  if (parts.traffic === false) traffic.turn(false);
  return {
    context,
    domain,
    stacks: graph.stacks.map(({ stack }) => stack),
    health: () => [...route53.healthStates(), ...globalAccelerator.healthStates(), ...(parts.moreHealth?.() ?? [])],
    resolve: async (host: string, place: Place) => resolve({ context, route53, globalAccelerator }, { host, place }),
    endpoints: parts.endpoints,
    unsupported: parts.unsupported,
    measurements: () => measurementsOf(parts.logs()),
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
    if (slugs.length < perHome) slugs.push(slug);
    homes.set(jurisdiction, slugs);
  }
  return Array.from({ length: perHome }, (_, turn) => [...homes.values()].map((slugs) => slugs[turn]))
    .flat()
    .filter((slug) => slug !== undefined);
}
