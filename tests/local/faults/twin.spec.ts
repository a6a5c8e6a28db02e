/** Every kind of fault, and every service that it can be about, in a whole twin: asked for over the control API, seen by a client. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KindDescription } from "../../../local/faults/describe";
import type { FaultRequest } from "../../../local/faults/types";
import type { Twin } from "../../../local/twin";
import { callApi, type Met, meet, signInWith } from "../../support/client-view";
import { projectRoot } from "../../support/stacks";
import { Person, startTestTwin, until } from "../../support/twin";

const [central, west, east] = ["ca-central-1", "ca-west-1", "us-east-1"] as const;
const slowMs = 300;

describe("a twin in which everything fails once", function () {
  this.timeout(240_000);
  let twin: Twin;
  let kinds: KindDescription[];
  const people: Person[] = [];
  let account: Awaited<ReturnType<Twin["control"]["people"]["createUser"]>>;
  let slugs: string[];
  const tokens = new Map<string, string>();
  const done = new Set<string>();

  const api = (path: string, body?: object, method?: string) => callApi(twin, path, body, method);
  const end = (id: string) => api(`/api/faults/${encodeURIComponent(id)}`, undefined, "DELETE");

  const person = (place: string) => people.find((other) => other.place === place)!;
  const profileUrl = (jurisdiction: string) =>
    `https://${jurisdiction.toLowerCase()}.api.${twin.control.domain}/v1/profile`;
  const profile = (jurisdiction = "CA", place = "Toronto") => {
    const authorization = `Bearer ${tokens.get(jurisdiction)}`;
    return meet(person(place), profileUrl(jurisdiction), { headers: { authorization } });
  };
  const lookup = () => meet(person("Toronto"), `https://api.${twin.control.domain}/v1/organizations/acme/home`);
  /** One whose answer nobody has kept: what answers has read the registry. */
  const freshLookup = (place = "Toronto", headers = {}) =>
    meet(person(place), `https://api.${twin.control.domain}/v1/organizations/${slugs.pop()}/home`, { headers });
  const signIn = () => meet(person("Toronto"), `https://cognito-idp.${central}.amazonaws.com/`, signInWith(account));

  before(async () => {
    twin = await startTestTwin();
    kinds = await api("/api/faults/kinds");
    people.push(...["Toronto", "Chicago", "Montreal"].map((place) => new Person(twin, place)));
    account = await twin.control.people.createUser("acme");
    slugs = twin.control.people.list("", 100).map(({ slug }) => slug);
    tokens.set("CA", await person("Toronto").signIn("acme"));
    tokens.set("US", await person("Chicago").signIn("globex"));
    await until(async () => ((await profile()).status === 404 ? true : undefined), "Canada is warm");
  });
  after(async () => {
    for (const person of people) {
      person.close();
    }
    await twin?.stop();
  });
  afterEach(() => {
    for (const { id } of twin.context.faults.list()) {
      twin.context.faults.remove(id);
    }
    assert.deepEqual(twin.context.ledger.crossings(), [], "personal data crossed a border");
  });

  /** Switches a fault on over the API, lets `see` look while it is on, and waits until a client meets what is usual. */
  async function during(fault: FaultRequest, see: () => Promise<void>, isOver: () => Promise<boolean>): Promise<void> {
    const { id } = await api("/api/faults", fault);
    done.add([fault.kind, fault.service].filter(Boolean).join(" "));
    await see();
    assert.ok((await api("/api/faults")).some((fault: any) => fault.id === id));
    await end(id);
    await until(async () => ((await isOver()) ? true : undefined), `${id} is over`);
  }

  // A key that was used and an environment that is warm hide these faults, as on AWS: the US has seen nobody yet.
  it("shows no-new-capacity: what must start answers no more", () =>
    during(
      { kind: "no-new-capacity", region: east },
      async () => {
        const { status, hops } = await profile("US", "Chicago");
        assert.equal(status, 500, hops);
        assert.match(hops, /lambda .*: TooManyRequestsException/);
      },
      // With a token that is none: nothing with data is started, or asked for its key.
      async () =>
        (await meet(person("Chicago"), profileUrl("US"), { headers: { authorization: "Bearer x" } })).status === 401,
    ));

  for (const [kind, see] of [
    ["service-errors", /AccessDenied/],
    ["service-down", /lambda .*: ServiceException|dynamodb .*: refused: /],
    ["service-slow", /dynamodb .*: ok/],
  ] as const) {
    it(`shows ${kind} of kms: tables and cold starts with a customer's key do`, () =>
      during(
        { kind, region: east, service: "kms", ...(kind === "service-slow" ? { delayMs: 300 } : {}) },
        async () => assert.match((await profile("US", "Chicago")).hops, see),
        async () => kind !== "service-slow" || (await profile("US", "Chicago")).status === 404,
      ));
  }

  it("goes on with lookups from the last cache entry while DynamoDB fails, and another home is whole", async () => {
    assert.equal((await lookup()).status, 200);
    await during(
      { kind: "service-errors", region: central, service: "dynamodb" },
      async () => {
        const [known, other] = [await lookup(), await profile("US", "Chicago")];
        assert.deepEqual([known.status, other.status], [200, 404], known.hops);
      },
      async () => (await profile()).status === 404,
    );
  });

  /** 500 is what API Gateway answers where the authorizer is struck: the decision that it keeps ends now and then. */
  const services: [
    name: string,
    region: string,
    usual: () => Promise<Met>,
    usually: number,
    failing: [statuses: (number | string)[], outcome: RegExp],
    silent: [statuses: (number | string)[], outcome: RegExp],
  ][] = [
    [
      "dynamodb",
      central,
      () => profile(),
      404,
      [[503, 500], /dynamodb .*: refused: InternalServerError/],
      [[503, 500], /dynamodb .*: refused: no answer/],
    ],
    [
      "lambda",
      central,
      () => profile(),
      404,
      [[502, 500], /lambda .*: ServiceException/],
      [[502, 500], /lambda .*: ServiceException/],
    ],
    ["api-gateway", central, () => profile(), 404, [[500], /api-gateway .*: 500/], [["ETIMEDOUT"], /^/]],
    ["cognito", central, signIn, 200, [[500], /cognito .*: refused: InternalErrorException/], [["ETIMEDOUT"], /^/]],
    ["load-balancer", central, lookup, 200, [[503], /load-balancer .*: 503/], [["ETIMEDOUT"], /^/]],
  ];
  for (const [service, region, usual, usually, failing, silent] of services) {
    for (const [kind, [statuses, outcome]] of [
      ["service-errors", failing],
      ["service-down", silent],
    ] as const) {
      it(`shows ${kind} of ${service}`, () =>
        during(
          { kind, region, service },
          async () => {
            const met = await usual();
            assert.ok(statuses.includes(met.status), `${met.status} ${met.hops}`);
            assert.match(met.hops, outcome);
          },
          async () => (await usual()).status === usually,
        ));
    }

    it(`shows service-slow of ${service}`, () =>
      during(
        { kind: "service-slow", region, service, delayMs: slowMs },
        async () => {
          const { status, ms } = await usual();
          assert.equal(status, usually);
          assert.ok(ms >= slowMs, `${ms}`);
        },
        async () => (await usual()).ms < slowMs,
      ));
  }

  it("shows region-down: no answer from anything in it", () =>
    during(
      { kind: "region-down", region: central },
      async () => assert.equal((await profile()).status, "ETIMEDOUT"),
      async () => (await profile()).status === 404,
    ));

  it("shows region-slow: every answer of it comes later", () =>
    during(
      { kind: "region-slow", region: central, delayMs: slowMs },
      async () => assert.ok((await profile()).ms >= slowMs),
      async () => (await profile()).ms < slowMs,
    ));

  it("shows registry-cut-off: no lookup is answered from the Region's replica", () => {
    const read = /^dynamodb ca-central-1 .*: ok$/m;
    return during(
      { kind: "registry-cut-off", region: central },
      async () => {
        const { hops } = await freshLookup();
        assert.match(hops, /^dynamodb ca-central-1 .*: refused: no answer$/m);
        assert.doesNotMatch(hops, read);
      },
      async () => read.test((await freshLookup()).hops),
    );
  });

  /** Other links have writes on their way, now and then. */
  const waiting = async () =>
    (await api("/api/state")).replication
      .filter(({ from, to }: any) => from === central && to === west)
      .reduce((sum: number, { writes }: any) => sum + writes, 0);
  const save = async () => {
    const headers = {
      authorization: `Bearer ${await person("Toronto").signIn("acme")}`,
      "content-type": "application/json",
      "if-none-match": "*",
    };
    const body = JSON.stringify({ preferences: { theme: "dark" } });
    const saved = await meet(person("Toronto"), profileUrl("CA"), { method: "PUT", headers, body });
    assert.ok([200, 201, 204].includes(Number(saved.status)), `${saved.status} ${saved.body}`);
  };
  for (const [kind, values] of [
    ["link-cut", {}],
    ["link-lag", { delayMs: 50_000 }],
  ] as const) {
    it(`shows ${kind}: writes wait to be replicated, are counted, and arrive when it is over`, () =>
      during(
        { kind, region: central, peerRegion: west, ...values },
        async () => {
          await save();
          await twin.context.clock.sleep(20_000);
          assert.ok((await waiting()) > 0);
        },
        async () => (await waiting()) === 0,
      ));
  }

  it("shows availability-zone-down: what ran there is lost, and starts in another", async () => {
    const zones = kinds.find(({ kind }) => kind === "availability-zone-down")!.fields.find(({ by }) => by)!.options;
    const [first, second] = (zones as Record<string, string[]>)[central]!;
    const answers = async () => Number((await profile()).status) < 500;
    const lose = (availabilityZone: string, see: () => Promise<void>) =>
      during({ kind: "availability-zone-down", region: central, availabilityZone }, see, async () => true);
    await lose(first!, async () => assert.ok(await answers()));
    await lose(second!, async () => {
      const { hops, status } = await profile();
      assert.match(hops, /lambda ca-central-1 invoke, cold start/);
      assert.ok(Number(status) < 500);
    });
  });

  for (const kind of ["checkers-partitioned", "checkers-false-alarm"]) {
    it(`shows ${kind}: a share of the checkers see a failure, and people are served all the same`, async () => {
      const failing = async () =>
        (await api("/api/state")).health.find((one: any) => one.region === central && one.probes).probes.failing;
      await during(
        { kind, region: central, share: 0.5 },
        async () => {
          await until(async () => ((await failing()) > 0 ? true : undefined), "some see it");
          assert.ok(Number((await profile()).status) < 500);
        },
        async () => (await failing()) === 0,
      );
    });
  }

  it("shows clock-skew: a token that is good counts as expired", () =>
    during(
      { kind: "clock-skew", region: central, skewMs: 86_400_000 },
      async () => {
        tokens.set("CA", await person("Toronto").signIn("acme"));
        assert.equal((await profile()).status, 401);
      },
      async () => {
        tokens.set("CA", await person("Toronto").signIn("acme"));
        return (await profile()).status === 404;
      },
    ));

  it("shows resolvers-ignore-ttl: an answer of DNS is kept although its TTL has passed", () => {
    const asksDns = async () => {
      const { hops } = await freshLookup("Montreal", { connection: "close" });
      return hops.includes("route53");
    };
    return during(
      { kind: "resolvers-ignore-ttl" },
      async () => {
        assert.equal(await asksDns(), true);
        await twin.context.clock.sleep(61_000);
        assert.equal(await asksDns(), false);
      },
      asksDns,
    );
  });

  it("has tried every kind with every service that it can be about", () => {
    const wanted = kinds.flatMap(({ kind, fields }) => {
      const field = fields.find(({ name }) => name === "service");
      return field ? (field.options as string[]).map((service) => `${kind} ${service}`) : [kind];
    });
    assert.deepEqual([...done].toSorted(), wanted.toSorted());
  });

  it("takes every example of the README", async () => {
    const text = readFileSync(join(projectRoot, "local/README.md"), "utf8");
    const examples = [...text.matchAll(/^fault '(\{.*\})'$/gm)].map(([, body]) => JSON.parse(body!));
    const scopes = examples.map(({ kind }) => kinds.find((one) => one.kind === kind)!.scope);
    assert.deepEqual([...new Set(scopes)].toSorted(), [...new Set(kinds.map(({ scope }) => scope))].toSorted());
    for (const example of examples) {
      await end((await api("/api/faults", { ...example, afterMs: 1_000_000 })).id);
    }
  });
});
