import assert from "node:assert/strict";
import fc from "fast-check";
import { effectsOf, isDark, strikes, touchesData, worst } from "../../../local/faults/effects";
import { errorsOf } from "../../../local/faults/fields";
import type { Effects, FaultKind, FaultRequest, Target } from "../../../local/faults/types";
import { faultBoard } from "../../support/fault-board";
import { ManualClock } from "../../support/manual-clock";

const regions = ["ca-central-1", "us-east-1"];
const world = {
  regions,
  resources: (type: string) => (type === "aws:dynamodb/table:Table" ? ["profiles", "registry"] : []),
  availabilityZones: (region: string) => [`${region}a`, `${region}b`],
};
const boardAt = (clock = new ManualClock()) => faultBoard(clock, { add() {} }, world);

const faultKinds = boardAt().kinds;

/** Any valid request. */
const request: fc.Arbitrary<FaultRequest> = fc.constantFrom(...Object.keys(faultKinds)).chain((kind) => {
  const { scope, takes } = faultKinds[kind]!;
  const region = fc.constantFrom(...regions);
  const places: Record<typeof scope, fc.Arbitrary<Target>> = {
    region: fc.record({ region }),
    global: fc.constant({}),
    link: region.map((name) => ({ region: name, peerRegion: regions.find((other) => other !== name)! })),
    "availability-zone": region.map((name) => ({ region: name, availabilityZone: `${name}a` })),
    service: fc.oneof(
      fc.record({ region, service: fc.constantFrom("dynamodb", "kms", "lambda") }),
      fc.record({ region, service: fc.constant("dynamodb"), resource: fc.constantFrom("profiles", "registry") }),
    ),
  };
  const values = {
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    delayMs: fc.integer({ min: 1, max: 60_000 }),
    error: fc.constantFrom("internal", "throttled"),
    skewMs: fc.constantFrom(-600_000, -1, 1, 600_000),
    keepMs: fc.integer({ min: 1, max: 86_400_000 }),
  };
  const taken = Object.fromEntries(takes.map((name) => [name, values[name]]));
  return fc.tuple(places[scope], fc.record(taken, { requiredKeys: [] })).map(([place, given]) => ({
    kind,
    ...place,
    ...given,
  }));
});
const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ region: fc.constantFrom(...regions) }),
  fc.record({
    region: fc.constantFrom(...regions),
    service: fc.constantFrom("dynamodb", "kms", "lambda", "cognito"),
    resource: fc.constantFrom("profiles", "registry"),
  }),
  fc.constantFrom({ region: "us-east-1", peerRegion: "ca-central-1" }, {}),
  fc.record({ region: fc.constantFrom(...regions), availabilityZone: fc.constantFrom("us-east-1a", "us-east-1b") }),
);
const draw = fc.double({ min: 0, max: 0.999, noNaN: true });

describe("what faults do to a target", () => {
  it("is the worst of what each of them does alone, whatever their order", () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 6 }), target, draw, (requests, asked, drawn) => {
        const board = boardAt();
        for (const request of requests) {
          board.add(request);
        }
        const all = board.effects(asked, drawn);
        const alone = board.list().map((fault) => {
          const single = boardAt();
          const { id: _, since: __, ...again } = fault;
          single.add(again);
          return single.effects(asked, drawn);
        });
        const errors = errorsOf(boardAt().world, asked.service);
        assert.deepEqual(all, worst(alone.toReversed(), errors));
        for (const effects of alone) {
          for (const name of Object.keys(effects) as (keyof Effects)[]) {
            assert.notEqual(all[name], undefined, `${name} is not lost`);
            if (typeof all[name] === "number") {
              assert.ok(Math.abs(all[name]) >= Math.abs(effects[name] as number));
            }
          }
        }
      }),
    );
  });

  it("is one of two flaws of a certificate, the same whichever came first", () => {
    const flaws: Effects[] = [{ certificate: "expired" }, { certificate: "wrong-name" }];
    assert.deepEqual(worst(flaws), { certificate: "expired" });
    assert.deepEqual(worst(flaws.toReversed()), { certificate: "expired" });
  });

  it("is nothing after each was removed or is over", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(request, fc.boolean(), fc.integer({ min: 1, max: 1_000 })), { maxLength: 6 }),
        target,
        async (requests, asked) => {
          const clock = new ManualClock();
          const board = boardAt(clock);
          const on = new Map<string, number>();
          board.onChange(({ fault, active }) => on.set(fault.id, active ? 1 : 0));
          const removed = requests.flatMap(([request, ends, durationMs]) => {
            const { id } = board.add(ends ? { ...request, durationMs } : request);
            return ends ? [] : [id];
          });
          await clock.advance(1_000);
          for (const id of removed) {
            board.remove(id);
          }
          assert.deepEqual([board.effects(asked, 0), board.list()], [{}, []]);
          assert.ok(
            [...on.values()].every((count) => count === 0),
            "whoever listens has heard of each end",
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("leaves nothing of a Region only where it strikes all of it", () => {
    const silent: FaultKind = { scope: "region", summary: "", takes: [], effects: () => ({ silent: true }) };
    assert.equal(isDark(silent), true);
    assert.equal(isDark({ ...silent, takes: ["share"] }), false);
    assert.equal(isDark({ ...silent, scope: "link" }), false);
  });

  it("does nothing to what no fault is about", () => {
    fc.assert(
      fc.property(request, target, draw, (request, asked, drawn) => {
        const board = boardAt();
        const fault = board.add(request);
        if (!strikes(faultKinds[request.kind]!.scope, fault, asked)) {
          assert.deepEqual(board.effects(asked, drawn), {});
        }
      }),
    );
  });

  const struck: [name: string, fault: FaultRequest, target: Target, wanted: Effects][] = [
    [
      "a Region's fault, a service in it",
      { kind: "region-down", region: "us-east-1" },
      { region: "us-east-1", service: "dynamodb" },
      { silent: true },
    ],
    ["a Region's fault, another Region", { kind: "region-down", region: "us-east-1" }, { region: "ca-central-1" }, {}],
    [
      "a Region's fault, a link to it",
      { kind: "region-slow", region: "us-east-1" },
      { region: "us-east-1", peerRegion: "ca-central-1" },
      {},
    ],
    [
      "a service's fault, its Region",
      { kind: "service-down", region: "us-east-1", service: "kms" },
      { region: "us-east-1" },
      {},
    ],
    [
      "a service's fault, one table of it",
      { kind: "service-down", region: "us-east-1", service: "dynamodb" },
      { region: "us-east-1", service: "dynamodb", resource: "profiles" },
      { silent: true },
    ],
    [
      "a table's fault, that table",
      { kind: "service-down", region: "us-east-1", service: "dynamodb", resource: "profiles" },
      { region: "us-east-1", service: "dynamodb", resource: "profiles" },
      { silent: true },
    ],
    [
      "a table's fault, another table",
      { kind: "service-down", region: "us-east-1", service: "dynamodb", resource: "profiles" },
      { region: "us-east-1", service: "dynamodb", resource: "registry" },
      {},
    ],
    [
      "a link's fault, the way back",
      { kind: "link-cut", region: "us-east-1", peerRegion: "ca-central-1" },
      { region: "ca-central-1", peerRegion: "us-east-1" },
      { silent: true },
    ],
    [
      "a link's fault, a Region",
      { kind: "link-cut", region: "us-east-1", peerRegion: "ca-central-1" },
      { region: "us-east-1" },
      {},
    ],
    [
      "an availability zone's fault, the zone",
      { kind: "availability-zone-down", region: "us-east-1", availabilityZone: "us-east-1a" },
      { region: "us-east-1", availabilityZone: "us-east-1a" },
      { silent: true },
    ],
    [
      "an availability zone's fault, the next one",
      { kind: "availability-zone-down", region: "us-east-1", availabilityZone: "us-east-1a" },
      { region: "us-east-1", availabilityZone: "us-east-1b" },
      {},
    ],
    ["a global fault, anybody", { kind: "resolvers-ignore-ttl", keepMs: 9 }, {}, { keepMs: 9 }],
  ];
  for (const [name, fault, asked, wanted] of struck) {
    it(`strikes by scope: ${name}`, () => {
      const board = boardAt();
      board.add(fault);
      assert.deepEqual(board.effects(asked, 0), wanted);
    });
  }

  const worse: [Effects[], Effects][] = [
    [[], {}],
    [[{ delayMs: 5 }, { delayMs: 9 }, { delayMs: 7 }], { delayMs: 9 }],
    [[{ skewMs: -9 }, { skewMs: 7 }], { skewMs: -9 }],
    [[{ skewMs: -9 }, { skewMs: 9 }], { skewMs: 9 }],
    [[{ error: "throttled" }, { error: "internal" }], { error: "internal" }],
    [[{ error: "internal" }, { silent: true }, { delayMs: 3 }], { error: "internal", silent: true, delayMs: 3 }],
  ];
  for (const [all, wanted] of worse) {
    it(`takes ${JSON.stringify(wanted)} for the worst of ${JSON.stringify(all)}`, () => {
      const errors = ["internal", "throttled"];
      assert.deepEqual(worst(all, errors), wanted);
      assert.deepEqual(worst(all.toReversed(), errors), wanted);
    });
  }

  it("leaves nothing of a Region that could answer where the Region is down, and nowhere else", () => {
    const dark = Object.keys(faultKinds).filter((kind) => isDark(faultKinds[kind]!));
    assert.deepEqual(dark, ["region-down"]);
  });

  it("is felt by lookups alone where only the registry is cut off", () => {
    const cut = faultKinds["registry-cut-off"]!;
    const unfelt = Object.keys(faultKinds).filter((kind) => !touchesData(faultKinds[kind]!));
    assert.deepEqual(unfelt, ["registry-cut-off"]);
    assert.equal(touchesData({ ...cut, effects: () => ({ cutOff: true, silent: true }) }), true);
  });

  it("strikes a share of the requests, and a growing one over a ramp", () => {
    const fault = { id: "x", kind: "service-slow", since: 0, share: 0.4, delayMs: 100, rampMs: 1_000 };
    const at = (onMs: number, drawn: number) => effectsOf(fault, faultKinds["service-slow"]!, onMs, drawn);
    assert.deepEqual(
      [at(0, 0), at(500, 0.19), at(500, 0.2), at(1_000, 0.39), at(9_999, 0.4)],
      [{}, { delayMs: 100 }, {}, { delayMs: 100 }, {}],
    );
    const skew = { id: "x", kind: "clock-skew", since: 0, skewMs: -800, rampMs: 1_000 };
    assert.deepEqual(effectsOf(skew, faultKinds["clock-skew"]!, 250, 0), { skewMs: -200 });
  });
});
