import assert from "node:assert/strict";
import { PoolsUnavailable } from "../../../functions/authorizer/errors";
import { Pools } from "../../../functions/authorizer/pools";
import { BatchReader } from "../../../functions/shared/batch-reader";
import { TableUnavailable } from "../../../functions/shared/errors";
import { regionIdentity } from "../support/tables";

describe("pools of a jurisdiction", () => {
  let clock = 0;
  let rows: Map<string, Record<string, unknown>>;
  let responds: boolean;
  let asked: string[][];
  let warnings: string[];

  function start(): Pools {
    clock = 1_800_000_000_000;
    responds = true;
    asked = [];
    rows = new Map(
      ["ca-central-1", "ca-west-1", "us-east-1"].map((region) => [`region#${region}`, { ...regionIdentity(region) }]),
    );
    const reader = new BatchReader(
      async (keys) => {
        asked.push(keys);
        if (!responds) {
          throw new TableUnavailable("silent");
        }
        return new Map(keys.flatMap((key) => (rows.has(key) ? [[key, rows.get(key)!]] : [])));
      },
      () => clock,
    );
    warnings = [];
    return new Pools(
      "CA",
      reader,
      (message) => warnings.push(message),
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

  it("go on from the last cache entry while the registry is silent", async () => {
    const pools = start();
    await pools.list();
    responds = false;
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

  it("refuses to go on where the registry is silent and nothing is cached", async () => {
    const pools = start();
    responds = false;
    await assert.rejects(pools.list(), PoolsUnavailable);
  });

  it("are kept for five minutes where all are there, for ten seconds where one is missing", async () => {
    const pools = start();
    await pools.list();
    clock += 299_999;
    await pools.list();
    assert.equal(asked.length, 1);
    rows.delete("region#ca-west-1");
    clock += 1;
    await pools.list();
    assert.equal(asked.length, 2);
    clock += 9_999;
    await pools.list();
    assert.equal(asked.length, 2);
    clock += 1;
    await pools.list();
    assert.equal(asked.length, 3);
  });

  it("refuses to go on from a cache entry of more than a day while the registry is silent", async () => {
    const pools = start();
    await pools.list();
    responds = false;
    clock += 86_399_999;
    assert.equal((await pools.list()).length, 2);
    clock += 1;
    await assert.rejects(pools.list(), (error: Error) => {
      assert.ok(error instanceof PoolsUnavailable);
      assert.equal(error.message, "the registry does not answer");
      return (error.cause as Error).name === "TableUnavailable";
    });
  });

  it("refuses to go back to a cache entry that the registry has taken back", async () => {
    const pools = start();
    await pools.list();
    rows.clear();
    clock += 300_000;
    await assert.rejects(pools.list(), {
      name: "PoolsUnavailable",
      message: "no Region of CA has published a usable pool",
    });
    responds = false;
    clock += 1_000;
    await assert.rejects(pools.list(), { message: "the registry does not answer" });
  });

  it("warns of a row that is missing or wrong", async () => {
    const pools = start();
    rows.delete("region#ca-west-1");
    await pools.list();
    assert.deepEqual(warnings, ["Region ca-west-1 has not published its identity in the registry"]);
  });
});
