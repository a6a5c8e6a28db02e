/** A twin with invented hops: health checks, failover and requests in the shapes of the real one, for the control API and the page. */

import { TwinClock } from "../../local/clock";
import type { ControlDeps, Evacuations, HeldRegions } from "../../local/control/deps";
import { EventLog } from "../../local/events";
import { runJourney } from "../../local/journey/journey";
import { findHome, readProfile, signIn } from "../../local/journey/requests";
import type { Session } from "../../local/journey/session";
import { RingLedger } from "../../local/ledger";
import { LoopbackNetwork } from "../../local/network/network";
import { createTraffic } from "../../local/traffic";
import { InvalidInput } from "../../model/invalid-input";
import { regionStacks, regionsOf } from "../../model/topology";
import { fakeRequests, organizations } from "./fake-requests";
import { domain, fakeRouting } from "./fake-routing";
import { faultBoard } from "./fault-board";

export { domain } from "./fake-routing";

const clientCities = [
  "Toronto",
  "Montreal",
  "Vancouver",
  "Chicago",
  "New York",
  "San Francisco",
  "Paris",
  "London",
  "Berlin",
];

export interface FakeTwin extends ControlDeps {
  /** Stores personal data of a Canadian organization in a US Region: what must never happen. */
  cross(): void;
  /** As an operator's order does. */
  evacuate(region: string, order: Evacuations[string]): void;
  /** The kept token of an organization's app is about to end. */
  endSession(organization: string): void;
  /** As the Region that took over does. */
  hold(region: string, hold: HeldRegions[string]): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function fakeTwin({ speed = 20, traffic: on = true } = {}): FakeTwin {
  const clock = new TwinClock(speed);
  const events = new EventLog(clock);
  const faults = faultBoard(clock, events, {
    regions: Object.values(regionStacks).map(({ region }) => region),
    resources: (type) => (type === "aws:dynamodb/table:Table" ? ["profiles", "registry"] : type ? ["only"] : []),
    availabilityZones: (region) => [`${region}a`, `${region}b`],
  });
  const ledger = new RingLedger(clock);
  const network = new LoopbackNetwork(clock, faults);
  const context = { clock, faults, events, ledger, network };
  const routing = fakeRouting(context);
  const open = fakeRequests(context, routing);

  const createUser = async (organization: string) => {
    const found = organizations.find((item) => item.slug === organization);
    if (!found) {
      throw new InvalidInput(`no organization is called "${organization}"`);
    }
    return {
      organization,
      username: `org:${organization}`,
      password: "p",
      region: regionsOf(found.jurisdiction)[0]!,
      userPoolId: "pool",
      clientId: "client",
    };
  };
  const people = {
    list: (query: string, limit: number) =>
      organizations.filter((organization) => organization.slug.includes(query)).slice(0, limit),
    find: async (slug: string) => {
      const found = organizations.find((organization) => organization.slug === slug);
      return found && { ...found, id: slug };
    },
    nameOf: String,
    createUser,
  };
  const sessions = new Map<string, Session>();
  const traffic = createTraffic({
    clock,
    places: clientCities.map((name) => network.place(name)),
    organizations: organizations.map((organization) => organization.slug),
    async createUser(organization, { name: from }) {
      const { request } = open(from);
      const call = () => ({ request, trace: ledger.open(from) });
      const home = await findHome(call(), domain, organization);
      await signIn(call(), { ...(await createUser(organization)) });
      const api = home.endpoints[0]!.api;
      return {
        launch: async () => void (await findHome(call(), domain, organization)),
        read: async () => void (await readProfile(call(), api, `org:${organization}`)),
      };
    },
  });
  if (!on) {
    traffic.turn(false);
  }

  const evacuations: Evacuations = {};
  const holds: HeldRegions = {};
  return {
    context,
    domain,
    stacks: ["global", ...Object.keys(regionStacks)],
    health: routing.health,
    resolve: routing.resolve,
    endpoints: () => ({ dns: { address: "127.0.0.1", port: 5300 }, proxies: [], caFile: "ca.pem" }),
    unsupported: () => [
      {
        type: "aws:sns/topic:Topic",
        count: 4,
        meaning: "declared; nothing is published to it",
      },
    ],
    replication: () => [],
    evacuations: async () => evacuations,
    holds: async () => holds,
    hold: (region, hold) => {
      holds[region] = hold;
    },
    evacuate: (region, order) => {
      evacuations[region] = order;
    },
    alarms: () => [],
    measurements: async () => ({ metrics: [], issues: [] }),
    people,
    endSession(organization) {
      const kept = sessions.get(organization);
      if (kept) {
        sessions.set(organization, { ...kept, until: clock.now() });
      }
    },
    async runJourney({ organization, place, returning }) {
      const stored = returning ? sessions.get(organization) : undefined;
      const { session, ...journey } = await runJourney(
        { domain, clock, ledger, network, open, createUser, truthOf: people.find },
        { organization, place, ...(stored ? { returning: stored } : {}) },
      );
      if (session) {
        sessions.set(organization, session);
      }
      return journey;
    },
    traffic,
    cross() {
      const trace = ledger.open("Toronto");
      ledger.about(trace, "acme", "CA");
      ledger.hop({
        trace,
        ms: 3,
        service: "dynamodb",
        resource: "profiles",
        action: "PutItem",
        place: "us-east-1",
        region: "us-east-1",
        dataClass: "personal",
        outcome: "ok",
      });
    },
    start: () => traffic.start(),
    async stop() {
      await traffic.stop();
      clock.stop();
    },
  };
}
