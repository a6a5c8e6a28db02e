import assert from "node:assert/strict";
import { EvacuationRows, refusedEvacuated } from "../../../functions/shared/evacuations";

const [east, west] = ["ca-central-1", "ca-west-1"];

/** A table that holds `rows`, or fails. */
function world(regions = [east, west]) {
  const all = { now: 0, rows: {} as Record<string, object>, fails: false, reads: [] as string[] };
  const getItem = async (table: string, { pk }: Record<string, unknown>) => {
    all.reads.push(`${table} ${pk}`);
    if (all.fails) {
      throw new Error("silent");
    }
    return all.rows[String(pk)] as Record<string, unknown> | undefined;
  };
  const rows = new EvacuationRows({ getItem }, "orders", regions, () => all.now);
  const evacuated = async () => [...((await rows.evacuated()) ?? ["unknown"])];
  return { all, rows, evacuated };
}

describe("orders to evacuate", () => {
  it("are read once for all who ask, and again after five seconds", async () => {
    const { all, rows } = world();
    const asked = [rows.evacuated(), rows.evacuated()];
    assert.deepEqual(await Promise.all(asked), [new Set(), new Set()]);
    assert.deepEqual(all.reads, [`orders evacuation#${east}`, `orders evacuation#${west}`]);
    all.now = 4999;
    assert.ok(rows.evacuated() instanceof Set, "at once");
    assert.equal(all.reads.length, 2);
    all.now = 5000;
    await rows.evacuated();
    assert.equal(all.reads.length, 4);
  });

  it("are as old as the question, not as the answer", async () => {
    const { all, rows } = world([west]);
    const reading = rows.evacuated();
    all.now = 3000;
    await reading;
    all.now = 5000;
    await rows.evacuated();
    assert.equal(all.reads.length, 2);
  });

  it("hold of each Region by itself until it has returned, whatever else a row says", async () => {
    const { all, evacuated } = world();
    for (const [row, expected] of [
      [{ state: "evacuated" }, [west]],
      [{ state: "returned" }, []],
      [{ state: "Returned" }, [west]],
      [{}, [west]],
    ] as const) {
      all.rows = { [`evacuation#${west}`]: row };
      all.now += 5000;
      assert.deepEqual(await evacuated(), expected, JSON.stringify(row));
    }
  });

  it("outlive the table, which is not asked again for a second", async () => {
    const { all, evacuated } = world([west]);
    all.fails = true;
    assert.deepEqual(await evacuated(), ["unknown"]);
    all.fails = false;
    all.rows = { [`evacuation#${west}`]: { state: "evacuated" } };
    all.now = 999;
    assert.deepEqual([await evacuated(), all.reads.length], [["unknown"], 1]);
    all.now = 1000;
    assert.deepEqual(await evacuated(), [west]);
    all.fails = true;
    all.now = 86_400_000;
    assert.deepEqual([await evacuated(), all.reads.length], [[west], 3]);
  });

  it("are read by a probe, which fails where they cannot be", async () => {
    const { all, rows } = world([west]);
    await rows.probe();
    assert.deepEqual(all.reads, [`orders evacuation#${west}`]);
    all.fails = true;
    await assert.rejects(rows.probe(), /silent/);
  });

  it("refuses in the Region that is evacuated, and wherever it is not known", () => {
    assert.equal(refusedEvacuated(west, new Set([west]))?.code, "evacuated");
    assert.equal(refusedEvacuated(west, undefined)?.code, "unavailable");
    assert.equal(refusedEvacuated(west, new Set([east])), undefined);
  });
});
