import assert from "node:assert/strict";
import fc from "fast-check";
import { Replication } from "../../../local/dynamodb/replication";
import { declaredTables } from "../../../local/dynamodb/rules/declared";
import { Store } from "../../../local/dynamodb/store";
import { endFaults } from "../../support/fault-board";
import { ManualClock } from "../../support/manual-clock";
import { tablesGraph } from "../../support/tables";
import { type TestTwin, twinContext } from "../../support/twin-context";

const regions = ["ca-central-1", "ca-west-1", "us-east-1", "us-west-2"];
const region = fc.constantFrom(...regions);
const step = fc.oneof(
  fc.record({ do: fc.constant("write" as const), region, pk: fc.constantFrom("x", "y"), value: fc.option(fc.nat(9)) }),
  fc.record({ do: fc.constantFrom("add" as const, "remove" as const), kind: faultKind(), region }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.nat(1_500) }),
);

describe("replication between stores", () => {
  let clock: ManualClock;
  let twin: TestTwin;

  before(async () => {
    clock = new ManualClock();
    twin = await twinContext({ graph: tablesGraph(), clock });
  });
  after(() => twin.close());

  it("converges after any interleaving of writes, faults and returns (property)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const table = declaredTables(twin.graph)[0]!;
        const stores = new Map(regions.map((region) => [region, new Store(region, table.account)]));
        for (const store of stores.values()) {
          await store.createTable(table.definition);
        }
        const replication = new Replication(table, stores, twin, 800);
        twin.faults.onChange(() => replication.faultsChanged());
        for (const step of steps) {
          if (step.do === "wait") {
            await clock.advance(step.ms);
          } else if (step.do === "write") {
            if (!twin.faults.isDown(step.region)) {
              await write(stores.get(step.region)!, replication, step);
            }
          } else if (step.do === "add") {
            twin.faults.add({ kind: step.kind, region: step.region });
          } else {
            twin.faults.remove(`${step.kind}-${step.region}`);
          }
        }
        for (const fault of twin.faults.list()) {
          twin.faults.remove(fault.id);
        }
        for (let rounds = 0; replication.pending > 0; rounds++) {
          assert.ok(rounds < 1_000, "replication does not come to an end");
          await clock.advance(100);
        }
        const items = await Promise.all(
          [...stores.values()].map((store) => store.run("Scan", { TableName: table.name })),
        );
        for (const { Items } of items) {
          assert.deepEqual(sorted(Items), sorted(items[0]!.Items));
        }
        for (const store of stores.values()) {
          await store.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  describe("one write", () => {
    let stores: Map<string, Store>;
    let replication: Replication;
    const [here, near, far] = ["ca-central-1", "ca-west-1", "us-west-2"] as const;
    beforeEach(async () => {
      const table = declaredTables(twin.graph)[0]!;
      stores = new Map(regions.map((region) => [region, new Store(region, table.account)]));
      for (const store of stores.values()) {
        await store.createTable(table.definition);
      }
      replication = new Replication(table, stores, twin, 800);
    });
    afterEach(async () => {
      endFaults(twin.faults);
      for (const store of stores.values()) {
        await store.close();
      }
    });
    /** The item's value in each Region. */
    const seen = async () => {
      const { name } = replication.table;
      const values = regions.map(async (region) => {
        const store = stores.get(region)!;
        return (await store.read(name, store.keyOf(name, { pk: { S: "x" } })))?.value?.N;
      });
      return Promise.all(values);
    };
    const put = (region: string, value: number) => write(stores.get(region)!, replication, { region, pk: "x", value });
    const left = async (count: number) => {
      while (replication.pending > count) {
        await clock.advance(0);
      }
    };
    const halfTrip = (to: string) => twin.network.roundTripMs(twin.network.place(here), twin.network.place(to)) / 2;
    const down = (region: string) => {
      twin.faults.add({ kind: "region-down", region });
      replication.faultsChanged();
    };
    const back = (region: string) => {
      twin.faults.remove(`region-down-${region}`);
      replication.faultsChanged();
    };

    it("is in its own Region at once, and in each other after the lag and half a round trip", async () => {
      await put(here, 1);
      assert.deepEqual(await seen(), ["1", undefined, undefined, undefined]);
      assert.equal(replication.pending, 3);
      const byDistance = regions.slice(1).sort((a, b) => halfTrip(a) - halfTrip(b));
      let passed = 0;
      for (const [index, to] of byDistance.entries()) {
        await clock.advance(800 + halfTrip(to) - 0.5 - passed);
        assert.equal(replication.pending, 3 - index, `not yet in ${to}`);
        await clock.advance(1);
        await left(2 - index);
        passed = 800 + halfTrip(to) + 0.5;
        assert.equal((await seen())[regions.indexOf(to)], "1", to);
      }
    });

    it("waits for a lost Region, begins its way anew when that is back, and goes on to the others", async () => {
      down(far);
      await put(here, 1);
      await clock.advance(10_000);
      await left(1);
      assert.deepEqual(await seen(), ["1", "1", "1", undefined]);
      back(far);
      await clock.advance(800 + halfTrip(far) - 0.5);
      assert.equal(replication.pending, 1);
      await clock.advance(1);
      await left(0);
      assert.deepEqual(await seen(), ["1", "1", "1", "1"]);
    });

    it("loses to what was written later elsewhere, in every Region", async () => {
      await put(here, 1);
      await clock.advance(1);
      await put(near, 2);
      await clock.advance(10_000);
      await left(0);
      assert.deepEqual(await seen(), ["2", "2", "2", "2"]);
    });

    it("wins over what the table began with, which is everywhere at once", async () => {
      const rows = Array.from({ length: 501 }, (_, index) => ({
        pk: { S: index === 500 ? "x" : `y${index}` },
        value: { N: "0" },
      }));
      await replication.seed(near, rows);
      assert.deepEqual(await seen(), ["0", "0", "0", "0"]);
      assert.equal(replication.pending, 0);
      await put(here, 1);
      await clock.advance(10_000);
      await left(0);
      assert.deepEqual(await seen(), ["1", "1", "1", "1"]);
      await replication.seed(near, [{ pk: { S: "x" }, value: { N: "5" } }]);
      assert.deepEqual((await seen())[1], "5", "what is loaded again is newer than what was there");
    });

    it("is later where its link grows slower while it is on its way", async () => {
      twin.faults.add({ kind: "link-lag", region: here, peerRegion: far, delayMs: 2_000, rampMs: 4_000 });
      replication.faultsChanged();
      await put(here, 1);
      // Half a millisecond more for each that passes: it arrives after twice its time.
      const arrival = 2 * (800 + halfTrip(far));
      await clock.advance(arrival - 1);
      await left(1);
      assert.deepEqual(await seen(), ["1", "1", "1", undefined]);
      await clock.advance(2);
      await left(0);
      assert.deepEqual(await seen(), ["1", "1", "1", "1"]);
    });

    it("is no error where the twin stops while it is on its way", async () => {
      const stopping = await twinContext({ graph: twin.graph });
      replication = new Replication(replication.table, stores, stopping, 60_000);
      await put(here, 1);
      await stopping.close();
      await clock.advance(0);
      assert.equal(replication.pending, 3);
      assert.deepEqual(stopping.events.list(), []);
    });

    it("says on the timeline that it could not be delivered", async () => {
      await put(here, 1);
      stores.get(far)!.write = () => Promise.reject(new Error("disk full"));
      await clock.advance(10_000);
      await left(1);
      for (let turn = 0; turn < 20; turn++) {
        await clock.advance(0);
      }
      assert.deepEqual(
        twin.events
          .list()
          .filter(({ kind }) => kind === "twin-fault")
          .map(({ subject, message }) => `${subject}: ${message}`),
        [`registry: replication from ${here} to ${far} stopped: Error: disk full`],
      );
    });
  });

  async function write(
    store: Store,
    replication: Replication,
    read: { region: string; pk: string; value: number | null },
  ) {
    const { name } = replication.table;
    const Key = { pk: { S: read.pk } };
    await store.exclusively(async () => {
      if (read.value === null) {
        await store.run("DeleteItem", { TableName: name, Key });
      } else {
        await store.run("PutItem", { TableName: name, Item: { ...Key, value: { N: String(read.value) } } });
      }
      await replication.written(read.region, [store.keyOf(name, Key)]);
    });
  }
});

function faultKind() {
  return fc.constantFrom("region-down" as const, "registry-cut-off" as const);
}

function sorted(items: { pk: { S: string } }[]) {
  return items.toSorted((a, b) => (a.pk.S < b.pk.S ? -1 : 1));
}
