import assert from "node:assert/strict";
import { Holds } from "../../../functions/health/holds";
import { ConditionFailed } from "../../../functions/shared/errors";
import { logged } from "../support/handler";

const [east, west] = ["ca-central-1", "ca-west-1"];
const start = Date.UTC(2026, 5, 1, 12);
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

/** The standby's view: `first` is what DNS says, `rows` what its table holds. */
function world() {
  const all = {
    now: start,
    first: east as string | undefined,
    rows: {} as Record<string, Record<string, unknown>>,
    fails: false,
    writeError: undefined as Error | undefined,
    looks: 0,
    writes: [] as unknown[],
  };
  const create = () =>
    new Holds({
      tables: {
        async getItem(table, { pk }) {
          assert.equal(table, "regions");
          if (all.fails) {
            throw new Error("silent");
          }
          return all.rows[String(pk)];
        },
        async putItem(table, item, condition) {
          all.writes.push([table, item, condition]);
          if (all.writeError) {
            throw all.writeError;
          }
          all.rows[String(item.pk)] = item;
        },
      },
      table: "regions",
      region: west,
      held: east,
      returnAfterMinutes: 5,
      firstHealthy: async () => {
        all.looks += 1;
        return all.first;
      },
      now: () => all.now,
    });
  const holds = create();
  const later = (seconds: number, by = holds) => {
    all.now += seconds * 1000;
    return by.held();
  };
  return { all, holds, later, create };
}
const order = (state: string, seconds: number) => ({ state, since: at(seconds), by: "jane" });

describe("holds of a Region that was left", () => {
  it("are none while health checkers find it healthy, or say nothing", async () => {
    const { all, later } = world();
    assert.deepEqual(await later(0), []);
    all.first = undefined;
    assert.deepEqual(await later(5), []);
    assert.deepEqual(all.writes, []);
  });

  it("begin with a row as soon as health checkers would lead people here", async () => {
    const { all, later } = world();
    all.first = west;
    assert.deepEqual(await later(0), [east]);
    const item = { pk: `hold#${east}`, by: west, since: at(0), seen: at(0), until: at(300) };
    const condition = { expression: "attribute_not_exists(seen) OR seen < :seen", values: { ":seen": at(0) } };
    assert.deepEqual(all.writes, [["regions", item, condition]]);
  });

  it("ask DNS every five seconds at most, and write every ten while it lasts, from the same beginning", async () => {
    const { all, later } = world();
    all.first = west;
    for (const seconds of [0, 4.999, 0.001, 4.999, 0.001]) {
      assert.deepEqual(await later(seconds), [east]);
    }
    assert.equal(all.looks, 3);
    assert.equal(all.writes.length, 2);
    const row = all.rows[`hold#${east}`];
    assert.deepEqual([row?.since, row?.seen, row?.until], [at(0), at(10), at(310)]);
  });

  it("end minutes after health checkers last found the Region unhealthy, and begin anew with the next failure", async () => {
    const { all, later } = world();
    all.first = west;
    await later(0);
    all.first = east;
    assert.deepEqual([await later(6), await later(293.999)], [[east], [east]]);
    assert.deepEqual(await later(0.001), []);
    all.first = west;
    assert.deepEqual(await later(5), [east]);
    assert.equal(all.rows[`hold#${east}`]?.since, at(305));
  });

  it("last while the Region comes and goes", async () => {
    const { all, later } = world();
    for (let minute = 0; minute < 20; minute++) {
      all.first = minute % 2 === 0 ? west : east;
      assert.deepEqual(await later(60), [east], `minute ${minute}`);
    }
  });

  it("are known to an environment that has just started, from the row", async () => {
    const { all, later, create } = world();
    all.first = west;
    await later(0);
    all.first = east;
    assert.deepEqual(await later(290, create()), [east]);
    assert.deepEqual(await later(10, create()), []);
  });

  it("are known to whoever wrote one, while a read may still be older", async () => {
    const { all, later } = world();
    all.first = west;
    await later(0);
    all.rows = {};
    all.first = east;
    assert.deepEqual(await later(6), [east]);
  });

  it("go by a row that another environment has written since", async () => {
    const { all, later } = world();
    all.first = west;
    await later(0);
    all.first = east;
    all.rows[`hold#${east}`] = { by: west, since: at(0), seen: at(200), until: at(500) };
    assert.deepEqual(await later(499), [east]);
    assert.deepEqual(await later(1), []);
  });

  it("are not begun of a Region that is evacuated, nor at once after its return, which ends one", async () => {
    const { all, later } = world();
    all.first = west;
    all.rows[`evacuation#${east}`] = order("evacuated", 0);
    assert.deepEqual(await later(0), [], "its order says it");
    all.rows[`evacuation#${east}`] = order("returned", 60);
    assert.deepEqual(await later(149.999), []);
    assert.deepEqual(all.writes, []);
    assert.deepEqual(await later(5), [east]);
    all.rows[`evacuation#${east}`] = order("returned", 160);
    assert.deepEqual(await later(10), []);
    assert.equal(all.writes.length, 1);
  });

  it("say nothing where the table has never answered, and outlive it where it has", async () => {
    const { all, later } = world();
    all.first = west;
    all.fails = true;
    assert.deepEqual([await later(0), all.writes], [[], []]);
    all.fails = false;
    assert.deepEqual(await later(5), [east]);
    all.fails = true;
    all.first = east;
    assert.deepEqual(await later(60), [east]);
  });

  it("are told by whoever could not write them, and the failure is logged once it is none of another's write", async () => {
    const { all, holds } = world();
    all.first = west;
    all.writeError = new Error("no");
    const told = () => logged(async () => assert.deepEqual(await holds.held(), [east]));
    const [line] = (await told()).log;
    assert.deepEqual([line?.level, line?.message], ["WARN", "the hold of ca-central-1 is not written: no"]);
    all.writeError = new ConditionFailed(undefined);
    all.now += 10_000;
    assert.deepEqual((await told()).log, []);
  });
});
