import assert from "node:assert/strict";
import fc from "fast-check";
import { Replication } from "../../../local/dynamodb/replication";
import { Store } from "../../../local/dynamodb/store";
import { declaredTables } from "../../../local/dynamodb/tables";
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
        const stores = new Map(regions.map((one) => [one, new Store(one, table.account)]));
        for (const store of stores.values()) await store.createTable(table.definition);
        const replication = new Replication(table, stores, twin, 800);
        twin.faults.onChange(() => replication.faultsChanged());
        for (const one of steps) {
          if (one.do === "wait") await clock.advance(one.ms);
          else if (one.do === "write") {
            if (!twin.faults.isDown(one.region)) await write(stores.get(one.region)!, replication, one);
          } else if (one.do === "add") twin.faults.add({ kind: one.kind, region: one.region });
          else twin.faults.remove(`${one.kind}-${one.region}`);
        }
        for (const fault of twin.faults.list()) twin.faults.remove(fault.id);
        for (let rounds = 0; replication.pending > 0; rounds++) {
          assert.ok(rounds < 1_000, "replication does not come to an end");
          await clock.advance(100);
        }
        const items = await Promise.all(
          [...stores.values()].map((store) => store.run("Scan", { TableName: table.name })),
        );
        for (const { Items } of items) assert.deepEqual(sorted(Items), sorted(items[0]!.Items));
        for (const store of stores.values()) await store.close();
      }),
      { numRuns: 40 },
    );
  });

  async function write(
    store: Store,
    replication: Replication,
    one: { region: string; pk: string; value: number | null },
  ) {
    const { name } = replication.table;
    const Key = { pk: { S: one.pk } };
    await store.exclusively(async () => {
      if (one.value === null) await store.run("DeleteItem", { TableName: name, Key });
      else await store.run("PutItem", { TableName: name, Item: { ...Key, value: { N: String(one.value) } } });
      await replication.written(one.region, [store.keyOf(name, Key)]);
    });
  }
});

function faultKind() {
  return fc.constantFrom("region-down" as const, "registry-cut-off" as const);
}

function sorted(items: { pk: { S: string } }[]) {
  return items.toSorted((a, b) => (a.pk.S < b.pk.S ? -1 : 1));
}
