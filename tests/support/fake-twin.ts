/** A twin with invented hops: health checks, failover and requests in the shapes of the real one, for the control API and the page. */
import { apiHost, lookupHost, registryTableName } from "../../infra/names";
import { jurisdictionOf, regionStacks, regionsOf } from "../../infra/topology";
import { TwinClock } from "../../local/clock";
import type { Hop, Place } from "../../local/context";
import { InvalidInput } from "../../local/context";
import type { ControlDeps, HealthState, OrganizationSummary, Resolution } from "../../local/control/deps";
import { EventLog } from "../../local/events";
import { FaultBoard } from "../../local/faults";
import { runJourney, type Session } from "../../local/journey/journey";
import type { OpenDevice, Requester, RequestOptions, Response } from "../../local/journey/requester";
import { findHome, readProfile, signIn } from "../../local/journey/requests";
import { RingLedger } from "../../local/ledger";
import { LoopbackNetwork } from "../../local/network/network";
import { nearestEdge, roundTripMs } from "../../local/network/round-trip";
import { createTraffic } from "../../local/traffic";

export const domain = "home.example";
const organizations: OrganizationSummary[] = [
  { slug: "acme", country: "CA", jurisdiction: "CA" },
  { slug: "maple-bank", country: "CA", jurisdiction: "CA" },
  { slug: "northern-clinic", country: "CA", jurisdiction: "CA" },
  { slug: "globex", country: "US", jurisdiction: "US" },
  { slug: "initech", country: "US", jurisdiction: "US" },
];
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
const detectionMs = 30_000;
const ttlMs = 20_000;

export interface FakeTwin extends ControlDeps {
  /** Stores personal data of a Canadian organization in a US Region: what must never happen. */
  cross(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function fakeTwin({ speed = 20, traffic: on = true } = {}): FakeTwin {
  const clock = new TwinClock(speed);
  const events = new EventLog(clock);
  const faults = new FaultBoard(clock, events);
  const ledger = new RingLedger(clock);
  const network = new LoopbackNetwork(clock, faults);
  const context = { clock, faults, events, ledger, network };
  const regions = Object.values(regionStacks).map((stack) => stack.region);
  const healthy = new Map(regions.map((region) => [region, { healthy: true, since: clock.now() }]));

  faults.onChange(({ fault, active }) => {
    if (fault.kind !== "region-down") return;
    void clock.sleep(detectionMs).then(() => {
      if (faults.isDown(fault.region) !== active) return;
      healthy.set(fault.region, { healthy: !active, since: clock.now() });
      events.add("health", fault.region, `health check of ${fault.region} is ${active ? "unhealthy" : "healthy"}`);
    });
  });

  const health = (): HealthState[] =>
    regions.map((region) => ({
      service: "route53",
      name: `${region}-healthz`,
      region,
      target: `https://${region}.${apiHost(jurisdictionOf(region)!, domain)}/healthz`,
      ...healthy.get(region)!,
      detail: faults.isDown(region) ? "no connection in 4000 ms" : "200 in 31 ms",
    }));

  const servingRegion = (jurisdiction: string) => {
    const own = regionsOf(jurisdiction);
    return own.find((region) => healthy.get(region)?.healthy) ?? own[0]!;
  };
  const lookupRegion = (from: Place) =>
    regions.filter((region) => healthy.get(region)?.healthy).sort((a, b) => far(from, a) - far(from, b))[0]!;
  const far = (from: Place, region: string) => roundTripMs(from, network.place(region));

  async function resolve(host: string, place: Place): Promise<Resolution> {
    const jurisdiction = ["CA", "US"].find((code) => apiHost(code, domain) === host);
    if (host === lookupHost(domain)) {
      const region = lookupRegion(place);
      const why = [
        `${host} is an alias of the accelerator "lookup"`,
        `nearest edge is ${nearestEdge(place).name}`,
        `${region} is the closest healthy endpoint group`,
      ];
      return { host, place: place.name, addresses: ["198.51.100.10"], ttl: 60, region, why };
    }
    if (!jurisdiction)
      return {
        host,
        place: place.name,
        addresses: [],
        ttl: null,
        region: null,
        why: [`${host} has no records (NXDOMAIN)`],
      };
    const region = servingRegion(jurisdiction);
    const role = regionsOf(jurisdiction)[0] === region ? "PRIMARY" : "SECONDARY";
    const why = [
      `${host} has failover records`,
      role === "PRIMARY" ? "PRIMARY is healthy" : "PRIMARY is unhealthy, SECONDARY is healthy",
      `answers ${region}`,
    ];
    return { host, place: place.name, addresses: [`203.0.113.${regions.indexOf(region) + 1}`], ttl: 20, region, why };
  }

  /** What a place's resolver keeps for its TTL. */
  const kept = new Map<string, { region: string; until: number }>();
  function cachedRegion(jurisdiction: string, from: string): string {
    const key = `${from} ${jurisdiction}`;
    const known = kept.get(key);
    if (known && known.until > clock.now()) return known.region;
    const region = servingRegion(jurisdiction);
    kept.set(key, { region, until: clock.now() + ttlMs });
    return region;
  }

  const open: OpenDevice = (place) => ({ request: requester(network.place(place)), close: () => {} });
  const requester =
    (from: Place): Requester =>
    async (options) => {
      const url = new URL(options.url);
      const note = (hop: Partial<Hop> & Pick<Hop, "service" | "resource" | "action">) =>
        ledger.hop({
          trace: options.trace,
          ms: 1,
          place: from.name,
          region: null,
          dataClass: "routing",
          outcome: "ok",
          ...hop,
        });
      note({ service: "route53", resource: url.host, action: "resolve", ms: 12 });
      if (url.host === lookupHost(domain)) return lookup(options, from, note);
      const jurisdiction = /^([a-z]+)\.api\./.exec(url.host)?.[1]?.toUpperCase();
      const region = jurisdiction ? cachedRegion(jurisdiction, from.name) : url.host.split(".")[1]!;
      return data(options, region, from, note);
    };

  type Note = (hop: Partial<Hop> & Pick<Hop, "service" | "resource" | "action">) => void;

  async function lookup({ url, trace }: RequestOptions, from: Place, note: Note): Promise<Response> {
    const region = lookupRegion(from);
    const edge = nearestEdge(from);
    const slug = new URL(url).pathname.split("/")[3]!;
    const organization = organizations.find((one) => one.slug === slug);
    await clock.sleep(far(from, region));
    note({
      service: "global-accelerator",
      resource: "lookup",
      action: "forward",
      place: edge.name,
      ms: roundTripMs(from, edge),
    });
    note({ service: "load-balancer", resource: "lookup", action: "GET /home", place: region, region, ms: 2 });
    note({ service: "lambda", resource: "lookup", action: "invoke", place: region, region, ms: 9 });
    note({
      service: "dynamodb",
      resource: registryTableName("home-region"),
      action: "GetItem",
      place: region,
      region,
      ms: 4,
    });
    if (!organization) return answer(404, { code: "organization-unknown", detail: `no organization "${slug}"` });
    const { jurisdiction } = organization;
    ledger.about(trace, slug, jurisdiction);
    const [primary] = regionsOf(jurisdiction);
    return answer(200, {
      organization: slug,
      jurisdiction,
      state: "active",
      endpoints: [{ region: primary, role: "primary", api: `https://${apiHost(jurisdiction, domain)}`, websocket: "" }],
      identity: { issuer: `https://cognito-idp.${primary}.amazonaws.com/pool`, userPoolId: "pool", clientId: "client" },
      version: 1,
      ttlSeconds: 300,
      staleIfErrorSeconds: 86400,
      notice: null,
    });
  }

  async function data(
    { url, method, headers, body, trace }: RequestOptions,
    region: string,
    from: Place,
    note: Note,
  ): Promise<Response> {
    const jurisdiction = jurisdictionOf(region)!;
    const organization = /org:([a-z-]+)/.exec(`${headers?.authorization} ${body}`)?.[1];
    if (organization)
      ledger.about(trace, organization, organizations.find((one) => one.slug === organization)!.jurisdiction);
    if (faults.isDown(region)) {
      await clock.sleep(3000);
      note({
        service: "client",
        resource: new URL(url).host,
        action: `${method} ${new URL(url).pathname}`,
        ms: 3000,
        dataClass: "personal",
        outcome: "refused: ETIMEDOUT",
      });
      throw Object.assign(new Error(`no answer from ${region}`), { code: "ETIMEDOUT" });
    }
    const travel = far(from, region);
    await clock.sleep(travel + faults.delayMs(region));
    const personal = { place: region, region, dataClass: "personal" } as const;
    if (url.includes("cognito")) {
      note({ service: "cognito", resource: `users-${jurisdiction}`, action: "InitiateAuth", ms: 40, ...personal });
    } else {
      note({ service: "api-gateway", resource: "api", action: `${method} /v1/profile`, ms: 3, ...personal });
      note({ service: "lambda", resource: "profile", action: "invoke", ms: 8, ...personal });
      note({
        service: "dynamodb",
        resource: `profiles-${jurisdiction}`,
        action: method === "PUT" ? "PutItem" : "GetItem",
        ms: 4,
        ...personal,
      });
    }
    note({
      service: "client",
      resource: new URL(url).host,
      action: "answer",
      ms: travel,
      dataClass: "personal",
      outcome: "200",
    });
    if (url.includes("cognito")) return answer(200, { AuthenticationResult: { AccessToken: `org:${organization}` } });
    return answer(200, { preferences: {}, version: 1 });
  }

  const createUser = async (organization: string) => {
    const found = organizations.find((one) => one.slug === organization);
    if (!found) throw new InvalidInput(`no organization is called "${organization}"`);
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
    list: (query: string, limit: number) => organizations.filter((one) => one.slug.includes(query)).slice(0, limit),
    find: async (slug: string) => {
      const found = organizations.find((one) => one.slug === slug);
      return found && { ...found, id: slug };
    },
    nameOf: String,
    createUser,
  };
  const sessions = new Map<string, Session>();
  const traffic = createTraffic({
    clock,
    places: clientCities.map((name) => network.place(name)),
    organizations: organizations.map((one) => one.slug),
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
  if (!on) traffic.turn(false);

  return {
    context,
    domain,
    stacks: ["global", ...Object.keys(regionStacks)],
    health,
    resolve,
    endpoints: () => ({ dns: { address: "127.0.0.1", port: 5300 }, proxies: [], caFile: "/tmp/twin/ca.pem" }),
    unsupported: () => [
      {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        count: 4,
        meaning: "alarms are declared; nobody watches them here",
      },
    ],
    people,
    async runJourney({ organization, place, returning }) {
      const stored = returning ? sessions.get(organization) : undefined;
      const { session, ...journey } = await runJourney(
        { domain, clock, ledger, network, open, createUser, truthOf: people.find },
        { organization, place, ...(stored ? { returning: stored } : {}) },
      );
      if (session) sessions.set(organization, session);
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

const answer = (status: number, body: unknown): Response => ({
  status,
  headers: { etag: '"1"' },
  body: JSON.stringify(body),
});
