import assert from "node:assert/strict";
import { PoolsUnavailable } from "../../../functions/authorizer/errors";
import { Pools } from "../../../functions/authorizer/pools";
import { BatchReader } from "../../../functions/shared/batch-reader";
import { TableUnavailable } from "../../../functions/shared/errors";
import { regionIdentity } from "../support/tables";

describe("pools of a jurisdiction", () => {
  let clock = 0;
  let rows: Map<string, Record<string, unknown>>;
  let answers: boolean;
  let asked: string[][];

  function start(): Pools {
    clock = 1_800_000_000_000;
    answers = true;
    asked = [];
    rows = new Map(
      ["ca-central-1", "ca-west-1", "us-east-1"].map((region) => [`region#${region}`, { ...regionIdentity(region) }]),
    );
    const reader = new BatchReader(
      async (keys) => {
        asked.push(keys);
        if (!answers) throw new TableUnavailable("silent");
        return new Map(keys.flatMap((key) => (rows.has(key) ? [[key, rows.get(key)!]] : [])));
      },
      () => clock,
    );
    return new Pools(
      "CA",
      reader,
      () => {},
      () => clock,
    );
  }
  const regionsOf = async (pools: Pools) => (await pools.list()).map(({ region }) => region);

  it("are those of its own Regions, read together and kept", async () => {
    const pools = start();
    assert.deepEqual(await regionsOf(pools), ["ca-central-1", "ca-west-1"]);
    assert.deepEqual(await regionsOf(pools), ["ca-central-1", "ca-west-1"]);
    assert.deepEqual(asked, [["region#ca-central-1", "region#ca-west-1"]]);
  });

  it("are looked for again soon while one of them is missing", async () => {
    const pools = start();
    const late = rows.get("region#ca-west-1")!;
    rows.delete("region#ca-west-1");
    assert.deepEqual(await regionsOf(pools), ["ca-central-1"]);
    rows.set("region#ca-west-1", late);
    clock += 10_000;
    assert.deepEqual(await regionsOf(pools), ["ca-central-1", "ca-west-1"]);
  });

  it("go on from the last copy while the registry is silent", async () => {
    const pools = start();
    await pools.list();
    answers = false;
    clock += 3_600_000;
    assert.deepEqual(await regionsOf(pools), ["ca-central-1", "ca-west-1"]);
  });

  it("refuses a row that is another jurisdiction's, or whose issuer is elsewhere, and keeps the others", async () => {
    for (const wrong of [
      { jurisdiction: "US" },
      { issuer: regionIdentity("us-east-1").issuer },
      { userPoolId: "us-east-1_pool1" },
      { region: "us-east-1" },
      { clientId: undefined },
    ]) {
      const pools = start();
      Object.assign(rows.get("region#ca-west-1")!, wrong);
      assert.deepEqual(await regionsOf(pools), ["ca-central-1"], JSON.stringify(wrong));
    }
  });

  it("refuses to go on where no row is usable", async () => {
    const pools = start();
    rows.clear();
    await assert.rejects(pools.list(), PoolsUnavailable);
  });

  it("refuses to go on where the registry is silent and there is no copy", async () => {
    const pools = start();
    answers = false;
    await assert.rejects(pools.list(), PoolsUnavailable);
  });
});
