/** What forms and errors say of each field: whole, so that no word and no unit changes unseen. */
import assert from "node:assert/strict";
import { type Field, type Fields, fieldsOf, placesOf } from "../../../local/faults/fields";
import type { FaultKind, FaultRequest, World } from "../../../local/faults/types";
import { faultBoard } from "../../support/fault-board";
import { ManualClock } from "../../support/manual-clock";

const errorOf = (code: string) => ({ status: 500, code, message: code });
const world: World = {
  services: {
    dynamodb: { errors: { internal: errorOf("a"), throttled: errorOf("b") }, resourceType: "table" },
    kms: { errors: { throttled: errorOf("c") } },
    route53: {},
  },
  regions: ["ca-central-1", "us-east-1"],
  resources: (type) => (type === "table" ? ["profiles", "registry"] : []),
  availabilityZones: (region) => (world.regions.includes(region) ? [`${region}a`] : []),
};
const kinds = faultBoard(new ManualClock(0), { add() {} }, world).kinds;

const described = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, { read: _, ...field }]: [string, Field]) => [name, field]));

const byRegion = { "ca-central-1": ["ca-central-1a"], "us-east-1": ["us-east-1a"] };
const others = { "ca-central-1": ["us-east-1"], "us-east-1": ["ca-central-1"] };
const errors = { dynamodb: ["internal", "throttled"], kms: ["throttled"] };
const month = "use a number of milliseconds above 0, at most 2592000000";

const places = {
  region: {
    what: "the AWS Region",
    required: true,
    allowed: "allowed Regions: ca-central-1, us-east-1",
    options: world.regions,
  },
  peerRegion: {
    what: "the Region at the other end",
    required: true,
    allowed: "allowed other Regions: us-east-1",
    options: others,
    by: "region",
  },
  availabilityZone: {
    what: "the availability zone, one of the Region's",
    required: true,
    allowed: "allowed availability zones: ca-central-1a",
    options: byRegion,
    by: "region",
  },
  service: {
    what: "the service",
    required: true,
    allowed: "allowed services: dynamodb, kms",
    options: ["dynamodb", "kms"],
  },
  resource: {
    what: "one resource of the service by its logical name, as a table; left out: all",
    allowed: "allowed resources of dynamodb: profiles, registry",
    options: { dynamodb: ["profiles", "registry"], kms: [] },
    by: "service",
  },
};
const values = {
  share: {
    what: "which share it strikes",
    fallback: 1,
    allowed: "use a number above 0, at most 1",
    unit: "share",
  },
  delayMs: {
    what: "how much later",
    fallback: 2_000,
    allowed: "use a number of milliseconds above 0, at most 60000",
    unit: "ms",
  },
  error: {
    what: "which error; left out: the service's worst",
    fallback: "internal",
    allowed: "allowed errors of dynamodb: internal, throttled",
    options: errors,
    by: "service",
  },
  skewMs: {
    what: "how far ahead the clock is",
    fallback: 600_000,
    allowed: "use a number of milliseconds from -86400000 to 86400000, not 0",
    unit: "ms",
  },
  keepMs: { what: "how long at least", fallback: 3_600_000, allowed: month, unit: "ms" },
};
const times = {
  afterMs: { what: "how long it waits before it begins", allowed: month, unit: "ms" },
  durationMs: { what: "how long it lasts; left out: until it is removed", allowed: month, unit: "ms" },
  everyMs: {
    what: "how long from one beginning to the next; left out: it comes once",
    allowed: "use a number of milliseconds above durationMs, at most 2592000000",
    unit: "ms",
  },
  times: {
    what: "how often it comes; left out: until it is removed",
    allowed: "use a whole number from 1 to 10000",
    unit: "times",
  },
  rampMs: { what: "how long it grows until it is whole; left out: it is at once", allowed: month, unit: "ms" },
};
const { rampMs, ...always } = times;

describe("the fields of a fault", () => {
  const whole = { region: "ca-central-1", service: "dynamodb", durationMs: 1, everyMs: 2 };
  const of = (kind: string, request: Partial<FaultRequest> = whole) => described(fieldsOf(kinds[kind], request, world));

  for (const [kind, expected] of Object.entries({
    "region-down": { region: places.region, ...always },
    "region-slow": { region: places.region, delayMs: values.delayMs, ...times },
    "service-errors": {
      region: places.region,
      service: places.service,
      resource: places.resource,
      share: values.share,
      error: values.error,
      ...times,
    },
    "link-cut": { region: places.region, peerRegion: places.peerRegion, ...always },
    "availability-zone-down": { region: places.region, availabilityZone: places.availabilityZone, ...always },
    "resolvers-ignore-ttl": { share: values.share, keepMs: values.keepMs, ...times },
  })) {
    it(`are those of ${kind}, with words, limits, units and choices`, () => assert.deepEqual(of(kind), expected));
  }

  it("are all there are, none of them required, where the kind is unknown", () => {
    const all = Object.entries<object>({ ...places, ...values, ...times });
    const optional = Object.fromEntries(all.map(([name, field]) => [name, { ...field, required: false }]));
    assert.deepEqual(described(fieldsOf(undefined, whole, world)), optional);
  });

  it("have the defaults of their kind before their own", () => {
    const kind: FaultKind = {
      scope: "global",
      summary: "",
      takes: ["share", "keepMs"],
      defaults: { share: 0.5 },
      effects: () => ({}),
    };
    const { share, keepMs } = fieldsOf(kind, {}, world);
    assert.deepEqual([share!.fallback, keepMs!.fallback], [0.5, 3_600_000]);
  });

  it("say what there is as far as the request goes, and which other time a time needs", () => {
    const { service, resource, error, everyMs, times } = of("service-errors", {});
    assert.equal(service!.allowed, "allowed services: dynamodb, kms");
    assert.equal(resource!.allowed, "allowed resources of the service: none");
    assert.equal(error!.allowed, "allowed errors of services: internal, throttled");
    assert.equal(error!.fallback, undefined);
    assert.deepEqual(everyMs, {
      what: "how long from one beginning to the next; left out: it comes once",
      allowed: "leave it out, or set durationMs too",
    });
    assert.deepEqual(times, {
      what: "how often it comes; left out: until it is removed",
      allowed: "leave it out, or set everyMs too",
    });
    assert.equal(of("link-cut", {}).peerRegion!.allowed, "allowed other Regions: ca-central-1, us-east-1");
    assert.equal(of("availability-zone-down", {}).availabilityZone!.allowed, "allowed availability zones: none");
    for (const unknown of ["route53", "toString", "none"]) {
      const { resource, error } = of("service-errors", { ...whole, service: unknown });
      assert.equal(resource!.allowed, `allowed resources of ${unknown}: none`);
      assert.equal(error!.allowed, `allowed errors of ${unknown}: internal, throttled`);
    }
  });

  it("refuse a time whose other one is absent, whatever it is", () => {
    const { everyMs, times } = fieldsOf(kinds["region-down"], {}, world);
    assert.deepEqual([everyMs!.read(5), times!.read(5)], [undefined, undefined]);
  });

  it("take a time whose other one is wrong: that one alone is reported", () => {
    const request = { durationMs: "long" } as unknown as Partial<FaultRequest>;
    assert.equal(fieldsOf(kinds["region-down"], request, world).everyMs!.read(5), 5);
  });

  it("take a name in any case, as it is written there", () => {
    const { region } = fieldsOf(kinds["region-down"], {}, world);
    assert.deepEqual(["US-East-1", "us-east-1", "us", 1].map(region!.read), [
      "us-east-1",
      "us-east-1",
      undefined,
      undefined,
    ]);
  });

  it("say where it is: none where it is everywhere", () => {
    assert.deepEqual((["region", "service", "availability-zone", "link", "global"] as const).map(placesOf), [
      ["region"],
      ["region", "service", "resource"],
      ["region", "availabilityZone"],
      ["region", "peerRegion"],
      [],
    ]);
  });
});
