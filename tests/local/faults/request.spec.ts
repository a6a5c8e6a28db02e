import assert from "node:assert/strict";
import { EventLog } from "../../../local/events";
import { describeKinds } from "../../../local/faults/describe";
import { InvalidFault } from "../../../local/faults/request";
import type { FaultKind, FaultRequest, World } from "../../../local/faults/types";
import { faultBoard } from "../../support/fault-board";
import { ManualClock } from "../../support/manual-clock";

const world = {
  regions: ["ca-central-1", "us-east-1"],
  resources: (type: string) => (type === "aws:dynamodb/table:Table" ? ["profiles"] : []),
  availabilityZones: (region: string) => [`${region}a`, `${region}b`],
};
const region = "ca-central-1";
const { kinds } = faultBoard(new ManualClock(), { add() {} }, world);
const exactly = (text: string) => new RegExp(`^${text}$`);

describe("a request for a fault", () => {
  const setUp = (more: Partial<World> = {}) => {
    const clock = new ManualClock(0);
    const events = new EventLog(clock);
    return { clock, events, board: faultBoard(clock, events, { ...world, ...more }) };
  };

  const taken: [FaultRequest, id: string, values: object, says: string][] = [
    [
      { kind: "service-down", region, service: "kms" },
      "service-down-kms-ca-central-1",
      {},
      "kms in ca-central-1: service-down: the service gives no response",
    ],
    [
      { kind: "service-errors", region, service: "dynamodb", resource: "profiles", share: 0.25 },
      "service-errors-dynamodb-profiles-ca-central-1",
      { share: 0.25, error: "internal" },
      "dynamodb profiles in ca-central-1: service-errors: 25 % of the requests are answered with the error internal",
    ],
    [
      { kind: "service-slow", region, service: "lambda" },
      "service-slow-lambda-ca-central-1",
      { share: 1, delayMs: 2_000 },
      "lambda in ca-central-1: service-slow: 100 % of the requests are answered 2 s later",
    ],
    [
      { kind: "link-cut", region: "us-east-1", peerRegion: region },
      "link-cut-ca-central-1-us-east-1",
      {},
      "us-east-1 to ca-central-1: link-cut: nothing passes between the two Regions: no replication, no request",
    ],
    [
      { kind: "link-lag", region, peerRegion: "us-east-1", delayMs: 5_000 },
      "link-lag-ca-central-1-us-east-1",
      { delayMs: 5_000 },
      "ca-central-1 to us-east-1: link-lag: what passes between the two Regions arrives 5 s later, replication too",
    ],
    [
      { kind: "availability-zone-down", region, availabilityZone: "ca-central-1b" },
      "availability-zone-down-ca-central-1b",
      {},
      "ca-central-1b: availability-zone-down: execution environments in the availability zone are lost; new ones start in the others",
    ],
    [
      { kind: "clock-skew", region, skewMs: -5 },
      "clock-skew-ca-central-1",
      { skewMs: -5 },
      "ca-central-1: clock-skew: the clock of the Region's functions is -5 ms ahead (negative: behind)",
    ],
    [
      { kind: "resolvers-ignore-ttl" },
      "resolvers-ignore-ttl",
      { share: 1, keepMs: 3_600_000 },
      "everywhere: resolvers-ignore-ttl: 100 % of the clients' resolvers keep an answer for at least 1 h, whatever its TTL",
    ],
  ];
  for (const [request, id, values, says] of taken) {
    it(`takes ${id}, says what it does, and ends it`, () => {
      const { board, events } = setUp();
      assert.deepEqual(board.add(request), { id, ...request, ...values, since: 0 });
      assert.deepEqual(
        events.list(-1).map(({ subject, message }) => `${subject}: ${message}`),
        [says],
      );
      assert.equal(board.remove(id), true);
      assert.deepEqual(board.list(), []);
    });
  }

  it("takes a link for the same from either end", () => {
    const { board } = setUp();
    board.add({ kind: "link-cut", region, peerRegion: "us-east-1" });
    board.add({ kind: "link-cut", region: "us-east-1", peerRegion: region });
    assert.equal(board.list().length, 1);
  });

  it("takes what is left empty for left out, whatever it is called", () => {
    const { board } = setUp();
    const request = { kind: "region-down", region, delayMs: null, rampMs: undefined, colour: null, size: undefined };
    assert.deepEqual(board.add(request as object as FaultRequest), {
      id: "region-down-ca-central-1",
      kind: "region-down",
      region,
      since: 0,
    });
  });

  const refused: [name: string, request: object, violations: [field: string, allowed: RegExp][]][] = [
    ["no kind", {}, [["kind", exactly(`allowed kinds: ${Object.keys(kinds).join(", ")}`)]]],
    ["no Region", { kind: "region-down" }, [["region", /allowed Regions: ca-central-1, us-east-1/]]],
    [
      "a service that has no errors, and a resource of none",
      { kind: "service-down", region, service: "route53", resource: "x" },
      [
        ["resource", /allowed resources of route53: none/],
        ["service", /load-balancer, api-gateway, lambda, cognito, dynamodb, kms, s3$/],
      ],
    ],
    [
      "a table that is not declared",
      { kind: "service-slow", region, service: "dynamodb", resource: "orders" },
      [["resource", /allowed resources of dynamodb: profiles/]],
    ],
    [
      "an error of another service, and a share of nothing",
      { kind: "service-errors", region, service: "kms", error: "bad-gateway", share: 0 },
      [
        ["share", /above 0, at most 1/],
        ["error", /allowed errors of kms: access-denied, disabled/],
      ],
    ],
    [
      "a link to itself",
      { kind: "link-cut", region, peerRegion: region },
      [["peerRegion", /other Regions: us-east-1/]],
    ],
    [
      "another Region's availability zone",
      { kind: "availability-zone-down", region, availabilityZone: "us-east-1a" },
      [["availabilityZone", /ca-central-1a, ca-central-1b/]],
    ],
    [
      "a Region for what is everywhere",
      { kind: "resolvers-ignore-ttl", region },
      [
        [
          "region",
          exactly(
            "leave it out: resolvers-ignore-ttl has kind, share, keepMs, afterMs, durationMs, everyMs, times, rampMs",
          ),
        ],
      ],
    ],
    [
      "a field that no kind has, of a kind that there is not",
      { kind: "meteor", colour: "red" },
      [
        ["kind", /allowed kinds/],
        ["colour", exactly("leave it out: no kind has it")],
      ],
    ],
    ["a ramp for what cannot grow", { kind: "region-down", region, rampMs: 5 }, [["rampMs", /leave it out/]]],
    [
      "names that every object has",
      { kind: "service-errors", region: "valueOf", service: "constructor", resource: "name", toString: 1 },
      [
        ["region", /allowed Regions/],
        ["service", /allowed services/],
        ["resource", /none/],
        ["toString", /leave it out/],
      ],
    ],
    ["no skew", { kind: "clock-skew", region, skewMs: 0 }, [["skewMs", /not 0/]]],
    [
      "a schedule that does not fit together",
      { kind: "region-down", region, everyMs: 5, times: 2 },
      [["everyMs", /set durationMs too/]],
    ],
    [
      "a schedule without a pause, and half a time",
      { kind: "region-down", region, durationMs: 10, everyMs: 10, times: 0.5 },
      [
        ["everyMs", /above durationMs/],
        ["times", /whole number/],
      ],
    ],
    [
      "times of what comes once",
      { kind: "region-down", region, durationMs: 5, times: 2 },
      [["times", /set everyMs too/]],
    ],
    [
      "texts for numbers",
      { kind: "region-slow", region, delayMs: "5", afterMs: "1", durationMs: Number.POSITIVE_INFINITY },
      [
        ["delayMs", /milliseconds above 0/],
        ["afterMs", /milliseconds above 0/],
        ["durationMs", /milliseconds above 0/],
      ],
    ],
  ];
  for (const [name, request, violations] of refused) {
    it(`refuses ${name}`, () => {
      const { board } = setUp();
      assert.throws(
        () => board.add(request as FaultRequest),
        (error: Error) => {
          assert.ok(error instanceof InvalidFault);
          assert.deepEqual(
            error.violations.map(({ field }) => field).toSorted(),
            violations.map(([field]) => field).toSorted(),
          );
          for (const [field, allowed] of violations) {
            assert.match(error.violations.find((violation) => violation.field === field)!.allowed, allowed);
          }
          return true;
        },
      );
      assert.deepEqual(board.list(), []);
    });
  }

  it("comes, pauses, comes again and is over by its schedule, and says so", async () => {
    const { board, clock, events } = setUp();
    const changes: [number, boolean][] = [];
    board.onChange(({ active }) => changes.push([clock.now(), active]));
    const fault = board.add({ kind: "region-down", region, afterMs: 5, durationMs: 10, everyMs: 30, times: 2 });
    assert.deepEqual([fault.waiting, fault.since, board.isDown(region)], [true, 5, false]);
    await clock.advance(5);
    assert.deepEqual([board.isDown(region), board.list()[0]!.waiting], [true, undefined]);
    await clock.advance(10);
    assert.deepEqual([board.isDown(region), board.list()[0]!.waiting, board.list()[0]!.since], [false, true, 35]);
    await clock.advance(100);
    assert.deepEqual([board.isDown(region), board.list()], [false, []]);
    assert.deepEqual(changes, [
      [5, true],
      [15, false],
      [35, true],
      [45, false],
    ]);
    const down = "region-down: nothing in the Region answers: packets to it and from it vanish";
    assert.deepEqual(
      events.list(-1).map(({ message }) => message),
      [
        "region-down begins in 5 ms",
        down,
        "region-down pauses, and begins again in 20 ms",
        down,
        "region-down is over",
      ],
    );
  });

  it("is called off while it waits, and then never comes", async () => {
    const { board, clock } = setUp();
    const heard: boolean[] = [];
    board.onChange(({ active }) => heard.push(active));
    board.remove(board.add({ kind: "region-down", region, afterMs: 5 }).id);
    await clock.advance(10);
    assert.deepEqual([heard, board.isDown(region)], [[], false]);
  });

  it("takes a new schedule in place of the old one, whose end no longer counts", async () => {
    const { board, clock } = setUp();
    board.add({ kind: "region-down", region, durationMs: 10 });
    await clock.advance(5);
    assert.equal(board.add({ kind: "region-down", region }).since, 0);
    await clock.advance(100);
    assert.equal(board.isDown(region), true);
  });

  it("needs one row for another kind: it is taken, described and does what it says", () => {
    const flood: FaultKind = {
      scope: "service",
      summary: "`share` of the requests are refused as too many",
      takes: ["share"],
      defaults: { share: 0.5 },
      effects: () => ({ error: "throttled" }),
    };
    const { services } = setUp().board.world;
    const { board } = setUp({ services: { ...services, dynamodb: { ...services.dynamodb, kinds: { flood } } } });
    board.add({ kind: "flood", region, service: "dynamodb" });
    const target = { region, service: "dynamodb" };
    assert.deepEqual([board.effects(target, 0.49), board.effects(target, 0.5)], [{ error: "throttled" }, {}]);
    const described = describeKinds(board.kinds, board.world).find(({ kind }) => kind === "flood")!;
    assert.deepEqual(
      described.fields.map(({ name, default: value }) => (value === undefined ? name : `${name}=${value}`)),
      ["region", "service", "resource", "share=0.5", "afterMs", "durationMs", "everyMs", "times"],
    );
  });
});
