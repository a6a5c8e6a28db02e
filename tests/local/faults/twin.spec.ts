/** Every kind of fault, and every service that it can be about, in a whole twin: asked for over the control API, seen by a client. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KindDescription } from "../../../local/faults/describe";
import type { FaultRequest } from "../../../local/faults/types";
import { s3 } from "../../../local/s3/types";
import type { Twin } from "../../../local/twin";
import { snapshotFile } from "../../../model/snapshot";
import { allRegions } from "../../../model/topology";
import { signInWith } from "../../../ops/shared/sign-in";
import { callApi, type Met, meet, saveProfile, writesWaiting } from "../../support/client-view";
import { endFaults } from "../../support/fault-board";
import { projectRoot } from "../../support/stacks";
import { endHolds, Person, settled, startTestTwin, until } from "../../support/twin";

const [central, west] = ["ca-central-1", "ca-west-1"] as const;
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
    await settled(twin);
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
  afterEach(async () => {
    endFaults(twin.context.faults);
    await endHolds(twin);
    assert.deepEqual(twin.context.ledger.crossings(), [], "personal data crossed a border");
  });

  /** Switches a fault on over the API, lets `see` look while it is on, and waits until a client meets what is usual. */
  async function during(
    fault: FaultRequest,
    see: () => Promise<unknown>,
    isOver: () => Promise<boolean>,
  ): Promise<void> {
    const { id } = await api("/api/faults", fault);
    done.add([fault.kind, fault.service].filter(Boolean).join(" "));
    await see();
    assert.ok((await api("/api/faults")).some((fault: any) => fault.id === id));
    await end(id);
    await until(async () => ((await isOver()) ? true : undefined), `${id} is over`);
  }

  const zones = () => {
    const { fields } = kinds.find(({ kind }) => kind === "availability-zone-down")!;
    return (fields.find(({ name }) => name === "availabilityZone")!.options as Record<string, string[]>)[central]!;
  };
  /** What is warm hides these faults, as on AWS: its environments are lost, so that a cold start has to meet them. */
  const showsWhenCold = (fault: FaultRequest, see: (met: Met) => boolean) =>
    during(
      fault,
      () =>
        until(async () => {
          for (const availabilityZone of zones()) {
            const { id } = await api("/api/faults", {
              kind: "availability-zone-down",
              region: central,
              availabilityZone,
            });
            await end(id);
          }
          return see(await profile()) || undefined;
        }, `${fault.kind} is seen`),
      async () => (await profile()).status === 404,
    );

  it("shows no-new-capacity: what must start answers no more", () =>
    showsWhenCold({ kind: "no-new-capacity", region: central }, ({ hops, status }) => {
      return /lambda .*: TooManyRequestsException/.test(hops) && Number(status) >= 500;
    }));

  const cold: [kind: string, see: (met: Met) => boolean][] = [
    ["service-errors", ({ hops }) => /AccessDenied/.test(hops)],
    ["service-down", ({ hops }) => /lambda .*: ServiceException|dynamodb .*: refused: /.test(hops)],
    ["service-slow", ({ hops, ms }) => /cold start/.test(hops) && ms >= slowMs],
  ];
  for (const [kind, see] of cold) {
    it(`shows ${kind} of kms where something starts that its key protects`, () =>
      showsWhenCold(
        { kind, region: central, service: "kms", ...(kind === "service-slow" ? { delayMs: slowMs } : {}) },
        see,
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
  type Seen = [statuses: (number | string)[], outcome: RegExp];
  const services: [name: string, usual: () => Promise<Met>, usually: number, failing: Seen, silent: Seen][] = [
    [
      "dynamodb",
      () => profile(),
      404,
      [[503, 500], /dynamodb .*: refused: InternalServerError/],
      [[503, 500], /dynamodb .*: refused: no response/],
    ],
    [
      "lambda",
      () => profile(),
      404,
      [[502, 500], /lambda .*: ServiceException/],
      [[502, 500], /lambda .*: ServiceException/],
    ],
    ["api-gateway", () => profile(), 404, [[500], /api-gateway .*: 500/], [["ETIMEDOUT"], /^/]],
    ["cognito", signIn, 200, [[500], /cognito .*: refused: InternalErrorException/], [["ETIMEDOUT"], /^/]],
    ["load-balancer", lookup, 200, [[503], /load-balancer .*: 503/], [["ETIMEDOUT"], /^/]],
  ];
  for (const [service, usual, usually, failing, silent] of services) {
    for (const [kind, [statuses, outcome]] of [
      ["service-errors", failing],
      ["service-down", silent],
    ] as const) {
      it(`shows ${kind} of ${service}`, () =>
        during(
          { kind, region: central, service },
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
        { kind: "service-slow", region: central, service, delayMs: slowMs },
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
        const { hops, status } = await freshLookup();
        assert.equal(status, 200, "another Region's replica has it");
        assert.match(hops, /^dynamodb ca-central-1 .*: refused: no response$/m);
        assert.doesNotMatch(hops, read);
      },
      async () => read.test((await freshLookup()).hops),
    );
  });

  const waiting = () => writesWaiting(twin, central, west);
  for (const [kind, values] of [
    ["link-cut", {}],
    ["link-lag", { delayMs: 50_000 }],
  ] as const) {
    it(`shows ${kind}: writes wait to be replicated, are counted, and arrive when it is over`, () =>
      during(
        { kind, region: central, peerRegion: west, ...values },
        async () => {
          await saveProfile(person("Toronto"), "acme", profileUrl("CA"));
          await twin.context.clock.sleep(20_000);
          assert.ok((await waiting()) > 0);
        },
        async () => (await waiting()) === 0,
      ));
  }

  it("shows availability-zone-down: what ran there is lost, and starts in another", async () => {
    const [first, second] = zones();
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

  /** As somebody who has no connection yet. */
  const asNewcomerTo = async (host: string) => {
    const newcomer = new Person(twin, "Toronto");
    return meet(newcomer, `https://${host}/livez`).finally(() => newcomer.close());
  };
  for (const [kind, met] of [
    ["certificate-expired", "CERT_HAS_EXPIRED"],
    ["certificate-wrong-name", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["domain-unmapped", 403],
  ] as const) {
    it(`shows ${kind}: of the name that Regions share, not of the Region's own, nor elsewhere`, () =>
      during(
        { kind, region: central },
        async () => {
          assert.equal((await asNewcomerTo("ca.api.example.com")).status, met);
          for (const host of [`${central}.ca.api.example.com`, "us.api.example.com"]) {
            assert.equal((await asNewcomerTo(host)).status, 200, host);
          }
        },
        async () => (await asNewcomerTo("ca.api.example.com")).status === 200,
      ));
  }

  for (const kind of ["checkers-partitioned", "checkers-false-alarm"]) {
    it(`shows ${kind}: a share of the checkers see a failure, and people are served all the same`, async () => {
      const failing = async () =>
        (await api("/api/state")).health.find((check: any) => check.region === central && check.probes).probes.failing;
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

  it("shows undelegated: who has not asked before finds no name, and certificates that are issued stay so", () => {
    /** As somebody whose resolver has kept nothing. */
    const asNewcomer = async () => {
      const newcomer = new Person(twin, "Montreal");
      return newcomer.lookup("acme").finally(() => newcomer.close());
    };
    return during(
      { kind: "undelegated" },
      () => assert.rejects(asNewcomer(), /NXDOMAIN|ENOTFOUND/),
      async () => (await asNewcomer()).jurisdiction === "CA",
    );
  });

  /** What asks S3 is a lookup of an organization that nobody has asked for, while no replica of the registry answers. */
  const fromSnapshot: [kind: string, more: object, isMet: (met: Met) => boolean][] = [
    ["service-errors", {}, ({ status, hops }) => status === 503 && /s3 .*: refused: InternalError/.test(hops)],
    ["service-down", {}, ({ status, hops }) => status === 503 && /s3 .*: refused: no response/.test(hops)],
    [
      "service-slow",
      { delayMs: slowMs },
      ({ status, hops, ms }) => status === 200 && /s3 .*: ok/.test(hops) && ms >= slowMs,
    ],
  ];
  for (const [kind, more, isMet] of fromSnapshot) {
    it(`shows ${kind} of s3 where the registry's snapshot is needed`, async () => {
      const buckets = twin.context.graph.ofType("aws:s3/bucket:Bucket").map(({ outputs }) => outputs.bucket);
      const made = async () => buckets.every((bucket) => twin.services.get(s3).peek(bucket, snapshotFile)) || undefined;
      await until(made, "every Region has its snapshot");
      for (const region of allRegions()) {
        await api("/api/faults", { kind: "registry-cut-off", region });
      }
      await during(
        { kind, region: central, service: "s3", ...more },
        () => until(async () => isMet(await freshLookup()) || undefined, `${kind} of s3 is seen`),
        async () => (await freshLookup()).status === 200,
      );
    });
  }

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
    const scopes = examples.map(({ kind }) => kinds.find((row) => row.kind === kind)!.scope);
    assert.deepEqual([...new Set(scopes)].toSorted(), [...new Set(kinds.map(({ scope }) => scope))].toSorted());
    for (const example of examples) {
      await end((await api("/api/faults", { ...example, afterMs: 1_000_000 })).id);
    }
  });
});
