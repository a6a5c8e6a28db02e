import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Change,
  isLinkOpen,
  isNewer,
  isUnanswering,
  nextVersion,
  Outbox,
  type Version,
  winners,
} from "../../../../local/dynamodb/rules/replication";

const version = (time: number, region = "ca-central-1", sequence = 0): Version => ({ at: time, sequence, region });
const change = (key: string, item: string | null, of: Version): Change<string> => ({ key, item, version: of });

describe("last writer wins", () => {
  it("takes the later write, and the same one everywhere for writes at one time", () => {
    assert.equal(isNewer(version(2), version(1)), true);
    assert.equal(isNewer(version(1), version(1)), false);
    assert.equal(isNewer(version(1), undefined), true);
    const [a, b] = [version(1, "ca-central-1"), version(1, "us-east-1")];
    assert.notEqual(isNewer(a, b), isNewer(b, a));
    const [low, high] = [version(1, "us-east-1", 1), version(1, "ca-central-1", 2)];
    assert.deepEqual([isNewer(high, low), isNewer(low, high)], [true, false], "the sequence goes before the Region");
  });

  it("makes a write newer than what its replica has seen, even from a clock that is ahead", () => {
    const ahead = version(5_000, "us-east-1", 3);
    assert.equal(isNewer(nextVersion(1_000, ahead, "ca-central-1"), ahead), true);
    assert.deepEqual(nextVersion(6_000, ahead, "ca-central-1"), version(6_000));
    assert.deepEqual(nextVersion(5_000, ahead, "ca-central-1"), version(5_000, "ca-central-1", 4));
  });

  it("keeps of arriving changes the newest of each item, where it beats what is there", () => {
    const current = new Map([
      ["old", version(1)],
      ["new", version(9)],
    ]);
    const arriving = [change("old", "2", version(2)), change("old", null, version(3)), change("new", "8", version(8))];
    assert.deepEqual([...winners(current, arriving).values()], [change("old", null, version(3))]);
  });
});

describe("replication links", () => {
  const faults = (down: string[], cutOff: string[]) => ({
    isDown: (region: string) => down.includes(region),
    isCutOff: (region: string) => cutOff.includes(region),
  });

  it("are closed while either end is down, whatever the table", () => {
    assert.equal(isLinkOpen("a", "b", "personal", faults([], [])), true);
    assert.equal(isLinkOpen("a", "b", "personal", faults(["a"], [])), false);
    assert.equal(isLinkOpen("a", "b", "personal", faults(["b"], [])), false);
  });

  it("are closed by a cut-off for the registry only", () => {
    assert.equal(isLinkOpen("a", "b", "routing", faults([], ["b"])), false);
    assert.equal(isLinkOpen("a", "b", "personal", faults([], ["b"])), true);
    assert.equal(isUnanswering("b", "routing", faults([], ["b"])), true);
    assert.equal(isUnanswering("b", "personal", faults([], ["b"])), false);
  });

  it("deliver no more at once than is asked for, and count what waits", () => {
    const outbox = new Outbox<string>(100);
    for (const key of ["a", "b", "c"]) {
      outbox.push(change(key, "1", version(0)), 0);
    }
    assert.equal(outbox.size, 3);
    assert.deepEqual(
      outbox.take(100, 2).map(({ key }) => key),
      ["a", "b"],
    );
    assert.equal(outbox.size, 1);
    assert.deepEqual(outbox.take(100, 0), []);
    outbox.lagMs = 50;
    assert.deepEqual([outbox.nextAt(), outbox.take(149, 1)], [150, []]);
    assert.equal(outbox.take(150, 1).length, 1, "a fault makes the way longer");
  });

  it("deliver after the lag, in order, and after the lag again when they were closed", () => {
    const outbox = new Outbox<string>(100);
    outbox.push(change("a", "1", version(0)), 0);
    outbox.push(change("a", "2", version(50)), 50);
    assert.equal(outbox.nextAt(), 100);
    assert.deepEqual(outbox.take(99, 10), []);
    assert.deepEqual(outbox.take(100, 10), [change("a", "1", version(0))]);
    outbox.setOpen(false, 120);
    assert.equal(outbox.nextAt(), undefined);
    assert.deepEqual(outbox.take(1_000, 10), []);
    outbox.setOpen(true, 1_000);
    outbox.setOpen(true, 1_050);
    assert.equal(outbox.nextAt(), 1_100);
    assert.deepEqual(outbox.take(1_100, 10), [change("a", "2", version(50))]);
  });
});

describe("replicas of a global table", () => {
  const regions = ["ca-central-1", "ca-west-1", "us-east-1"] as const;
  const region = fc.nat({ max: regions.length - 1 });
  const step = fc.oneof(
    fc.record({
      do: fc.constant("write" as const),
      region,
      key: fc.constantFrom("x", "y"),
      value: fc.option(fc.nat(9)),
    }),
    fc.record({ do: fc.constantFrom("down" as const, "up" as const, "cut" as const, "join" as const), region }),
    fc.record({ do: fc.constant("wait" as const), ms: fc.nat(400) }),
    fc.record({ do: fc.constant("skew" as const), region, ms: fc.integer({ min: -300, max: 300 }) }),
  );

  it("converge after any interleaving of writes, faults and returns, whatever their clocks say (property)", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new SimulatedTable(regions);
        for (const step of steps) {
          table.take(step);
        }
        table.settle();
        const [first, ...others] = table.items();
        for (const other of others) {
          assert.deepEqual(other, first);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("keep the only write of an item whatever happens around it (property)", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(29), region, (steps, time, where) => {
        const table = new SimulatedTable(regions);
        const others = steps.filter((step) => step.do !== "write" || step.key !== "x");
        // A Region that is down takes no writes, so it is up for this one.
        others.splice(time, 0, { do: "up", region: where }, { do: "write", region: where, key: "x", value: 7 });
        for (const item of others) {
          table.take(item);
        }
        table.settle();
        for (const items of table.items()) {
          assert.equal(items.x, 7);
        }
      }),
    );
  });
});

type Step =
  | { do: "write"; region: number; key: string; value: number | null }
  | { do: "down" | "up" | "cut" | "join"; region: number }
  | { do: "wait"; ms: number }
  | { do: "skew"; region: number; ms: number };

/** The rules alone, over a clock that the test moves: each replica has its own, wrong one. */
class SimulatedTable {
  #now = 10_000;
  readonly #down = new Set<string>();
  readonly #cut = new Set<string>();
  readonly #replicas: Map<string, { versions: Map<string, Version>; items: Map<string, number>; skew: number }>;
  readonly #links: { from: string; to: string; outbox: Outbox<number> }[];

  constructor(readonly regions: readonly string[]) {
    this.#replicas = new Map(regions.map((region) => [region, { versions: new Map(), items: new Map(), skew: 0 }]));
    const pairs = regions.flatMap((from) => regions.filter((to) => to !== from).map((to) => ({ from, to })));
    this.#links = pairs.map((pair, index) => ({ ...pair, outbox: new Outbox<number>(100 + 30 * index) }));
  }

  take(step: Step): void {
    if (step.do === "wait") {
      this.#pass(step.ms);
    } else {
      this.#change(step);
    }
  }

  #change(step: Exclude<Step, { do: "wait" }>): void {
    const where = this.regions[step.region]!;
    const replica = this.#replicas.get(where)!;
    if (step.do === "skew") {
      replica.skew = step.ms;
    } else if (step.do === "write") {
      this.#write(where, step.key, step.value);
    } else {
      const set = step.do === "down" || step.do === "up" ? this.#down : this.#cut;
      if (step.do === "down" || step.do === "cut") {
        set.add(where);
      } else {
        set.delete(where);
      }
      this.#update();
    }
  }

  settle(): void {
    this.#down.clear();
    this.#cut.clear();
    this.#update();
    this.#pass(10_000);
  }

  items(): Record<string, number>[] {
    return [...this.#replicas.values()].map(({ items }) => Object.fromEntries([...items].sort()));
  }

  #write(where: string, key: string, value: number | null): void {
    if (this.#down.has(where)) {
      return;
    }
    const replica = this.#replicas.get(where)!;
    const next = nextVersion(this.#now + replica.skew, replica.versions.get(key), where);
    const written = { key, item: value, version: next };
    this.#apply(where, [written]);
    for (const link of this.#links) {
      if (link.from === where) {
        link.outbox.push(written, this.#now);
      }
    }
  }

  #pass(ms: number): void {
    for (const end = this.#now + ms; this.#now < end; this.#now += 50) {
      for (const { to, outbox } of this.#links) {
        this.#apply(to, outbox.take(this.#now, 2));
      }
    }
  }

  #update(): void {
    const faults = { isDown: (name: string) => this.#down.has(name), isCutOff: (name: string) => this.#cut.has(name) };
    for (const { from, to, outbox } of this.#links) {
      outbox.setOpen(isLinkOpen(from, to, "routing", faults), this.#now);
    }
  }

  #apply(where: string, changes: Change<number>[]): void {
    const { versions, items } = this.#replicas.get(where)!;
    for (const [key, winner] of winners(versions, changes)) {
      versions.set(key, winner.version);
      if (winner.item === null) {
        items.delete(key);
      } else {
        items.set(key, winner.item);
      }
    }
  }
}
