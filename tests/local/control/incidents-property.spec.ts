import assert from "node:assert/strict";
import fc from "fast-check";
import { type Incident, type MarkKind, settleMs } from "../../../local/control/course";
import { leastRequests, toleratedShare, windowMs } from "../../../local/control/served-again";
import { jurisdictionOf, regionsOf } from "../../../model/topology";
import {
  breaks,
  detection,
  idOf,
  isOn,
  jurisdictionsHere,
  type Outage,
  runWorld,
  type World,
} from "../../support/fault-world";

const seconds = 700;
const kinds: readonly string[] = ["region-down", "region-slow", "registry-cut-off"];
const regions = jurisdictionsHere.flatMap((code) => regionsOf(code));

const outage = fc
  .record({
    kind: fc.constantFrom(...kinds),
    region: fc.constantFrom(...regions),
    start: fc.integer({ min: 1, max: 500 }),
    length: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 20, max: 150 })),
  })
  .map(({ length, ...rest }): Outage => ({ ...rest, end: rest.start + length }));

/** The same fault is not switched on twice, and no two begin or end in the same second. */
const outages = fc.array(outage, { minLength: 1, maxLength: 7 }).map((all) => {
  const chosen: Outage[] = [];
  for (const next of all) {
    const meets = chosen.some(
      (other) => idOf(other) === idOf(next) && other.start <= next.end && next.start <= other.end,
    );
    const edges = chosen.flatMap(({ start, end }) => [start, end]);
    if (!meets && !edges.includes(next.start) && !edges.includes(next.end)) {
      chosen.push(next);
    }
  }
  return chosen.sort((a, b) => a.start - b.start);
});

const incidentOf = (world: World, wanted: Outage): Incident =>
  world.incidents.list().find(({ id }) => id === `${idOf(wanted)}@${wanted.start * 1000}`)!;
const timeOf = (incident: Incident, kind: MarkKind) => incident.marks.find((mark) => mark.kind === kind)?.at;

/** Seconds at which a Region's health became `to`. */
const turns = (world: World, region: string, to: boolean) =>
  world.healthy.flatMap((health, second) => {
    const before = second === 0 ? true : world.healthy[second - 1]!.get(region);
    return health.get(region) === to && before !== to ? [second] : [];
  });

/** The plain model: seconds of each Region's marks by who began, or ended, the stretch of failure that led to them. */
function expectedMarks(world: World, all: readonly Outage[]): Map<Outage, { unhealthy?: number; healthy?: number }> {
  const expected = new Map(all.map((outage) => [outage, {} as { unhealthy?: number; healthy?: number }]));
  for (const region of regions) {
    const here = all.filter((outage) => breaks(outage) && outage.region === region);
    for (const second of turns(world, region, false)) {
      const able = here.filter(({ start, end }) => start <= second && second <= end + settleMs / 1000);
      const beginner = able.find(({ start }) => start === second - detection) ?? able[0]!;
      expected.get(beginner)!.unhealthy = second;
    }
    for (const second of turns(world, region, true)) {
      const ender = here.find(({ end }) => end === second - detection)!;
      expected.get(ender)!.healthy = second;
    }
  }
  return expected;
}

describe("incidents of random faults that meet", function () {
  this.timeout(60_000);
  const holds = (check: (world: World, all: readonly Outage[]) => void) =>
    fc.assert(
      fc.property(outages, (all) => check(runWorld(all, seconds), all)),
      { numRuns: 60 },
    );

  it("have the detection and the recovery that they caused, and no other's", () =>
    holds((world, all) => {
      for (const [outage, { unhealthy, healthy }] of expectedMarks(world, all)) {
        const incident = incidentOf(world, outage);
        const inMs = (second: number | undefined) => (second === undefined ? undefined : second * 1000);
        assert.equal(timeOf(incident, "unhealthy"), inMs(unhealthy), `unhealthy of ${incident.id}`);
        assert.equal(timeOf(incident, "healthy"), inMs(healthy), `healthy of ${incident.id}`);
        assert.equal(timeOf(incident, "cleared"), outage.end * 1000);
      }
    }));

  it("fail over and return with their Region where its standby works", () =>
    holds((world, all) => {
      for (const code of jurisdictionsHere) {
        const [primary, standby] = regionsOf(code);
        if (all.some((outage) => breaks(outage) && outage.region === standby)) {
          continue;
        }
        for (const outage of all.filter(({ region }) => region === primary)) {
          const incident = incidentOf(world, outage);
          assert.equal(timeOf(incident, "answered"), timeOf(incident, "unhealthy"), `answered of ${incident.id}`);
          assert.equal(timeOf(incident, "returned"), timeOf(incident, "healthy"), `returned of ${incident.id}`);
        }
      }
    }));

  it("share no mark, and have none outside of their own time and jurisdiction", () =>
    holds((world, all) => {
      const owners = new Set<string>();
      for (const outage of all) {
        const incident = incidentOf(world, outage);
        const cleared = timeOf(incident, "cleared")!;
        assert.deepEqual(
          incident.marks,
          [...incident.marks].sort((a, b) => a.at - b.at),
        );
        for (const { kind, at, region } of incident.marks) {
          if (["unhealthy", "answered", "healthy", "returned"].includes(kind)) {
            const mark = `${kind} ${at} ${kind === "answered" ? incident.region : region}`;
            assert.ok(!owners.has(mark), `${mark} belongs to two`);
            owners.add(mark);
            assert.ok(breaks(outage), `${kind} of ${incident.id}`);
          }
          if (region !== null) {
            assert.equal(jurisdictionOf(region), incident.jurisdiction);
          }
          if (kind === "healthy" || kind === "returned") {
            assert.ok(at >= cleared);
          } else {
            assert.ok(at >= outage.start * 1000 && (kind === "good" || at <= cleared + settleMs), `${kind} ${at}`);
          }
          if (kind === "answered") {
            assert.equal(world.serving[at / 1000]!.get(incident.jurisdiction), region);
            const dark = all.some(
              (other) => other.kind === "region-down" && other.region === region && isOn(other, at / 1000),
            );
            assert.ok(!dark && region !== incident.region, `answered ${region}, which is down`);
          }
        }
      }
    }));

  it("count each request once, and call good what is answered over a window", () =>
    holds((world, all) => {
      for (const code of jurisdictionsHere) {
        const here = world.requests.filter(({ home }) => home === code);
        const mine = all.filter((outage) => breaks(outage) && jurisdictionOf(outage.region) === code);
        const failed = mine.map((outage) => incidentOf(world, outage).failed).reduce((sum, count) => sum + count, 0);
        assert.ok(failed <= here.filter(({ ok }) => !ok).length, `${failed} failed`);
        for (const outage of mine) {
          const incident = incidentOf(world, outage);
          assert.equal(incident.requests, here.filter(({ at }) => isOn(outage, Math.floor(at / 1000))).length);
          const good = timeOf(incident, "good");
          if (good === undefined) {
            continue;
          }
          const others = mine.filter((other) => other !== outage && other.region === outage.region);
          const isAnothers = (second: number) => second >= outage.end && others.some((other) => isOn(other, second));
          const own = here.filter(({ at }) => at >= good && !isAnothers(Math.floor(at / 1000)));
          const last = Math.max(good + windowMs, own[leastRequests - 1]!.at);
          const window = own.filter(({ at }) => at <= last);
          const refused = window.filter(({ ok }) => !ok).length;
          assert.ok(window[0]!.ok && refused <= window.length * toleratedShare, `good of ${incident.id}`);
        }
        if (mine.length !== 1) {
          continue;
        }
        assert.equal(failed, here.filter(({ ok }) => !ok).length);
        assert.equal(failed > 0, timeOf(incidentOf(world, mine[0]!), "good") !== undefined);
      }
    }));
});
