import assert from "node:assert/strict";
import { Identities } from "../../../functions/lookup/identities";
import { BatchReader } from "../../../functions/shared/batch-reader";
import { HomeUnservable, TableUnavailable } from "../../../functions/shared/errors";
import type { Timer } from "../../../functions/shared/with-timeout";
import { regionIdentity } from "../support/tables";

describe("where users of a jurisdiction sign in", () => {
  const start = () => {
    const world = {
      clock: 1_800_000_000_000,
      responds: true,
      hangs: false,
      reads: 0,
      row: regionIdentity("ca-central-1"),
    };
    const lates: (() => void)[] = [];
    const now = () => world.clock;
    const reader = new BatchReader(async (keys) => {
      world.reads++;
      if (world.hangs) {
        await new Promise(() => {});
      }
      if (!world.responds) {
        throw new TableUnavailable("silent");
      }
      return new Map(keys.map((key) => [key, { ...world.row }]));
    }, now);
    const timer: Timer = (_, late) => {
      lates.push(late);
      return () => {};
    };
    return { world, lates, identities: new Identities(reader, now, timer) };
  };

  it("refuses a jurisdiction that nothing here serves, and asks nothing", async () => {
    const { world, identities } = start();
    await assert.rejects(identities.of("XX"), {
      name: "HomeUnservable",
      message: "no Region of this deployment serves jurisdiction XX",
    });
    assert.equal(world.reads, 0);
  });

  it("is prepared only where it is due", async () => {
    const { world, identities } = start();
    for (const jurisdiction of ["CA", "US"]) {
      await identities.of(jurisdiction).catch(() => {});
    }
    world.row = regionIdentity("us-east-1");
    const before = world.reads;
    identities.prepare();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(world.reads, before);
  });

  it("refuses a row that cannot be used, again and again, without a cache entry from before", async () => {
    const { world, lates, identities } = start();
    await identities.of("CA");
    world.row = regionIdentity("us-east-1");
    world.clock += 300_000;
    for (let index = 0; index < 2; index++) {
      await assert.rejects(identities.of("CA"), HomeUnservable);
    }
    world.clock += 10_000;
    world.responds = false;
    // Of a row that could not be used nothing is left to go on with.
    await assert.rejects(identities.of("CA"), TableUnavailable);
    assert.equal(lates.length, 1, "without a cache entry nobody has a timeout");
  });

  it("goes on with the last cache entry for less than a day while the registry is silent", async () => {
    const { world, lates, identities } = start();
    await identities.of("CA");
    world.responds = false;
    world.clock += 86_399_999;
    assert.equal((await identities.of("CA")).region, "ca-central-1");
    assert.equal(lates.length, 1);
    world.clock += 1;
    await assert.rejects(identities.of("CA"), TableUnavailable);
  });

  it("refuses to wait for long with a cache entry, and for each read once", async () => {
    const { world, lates, identities } = start();
    await identities.of("CA");
    world.hangs = true;
    world.clock += 300_000;
    identities.prepare();
    const asked = identities.of("CA");
    assert.equal(lates.length, 1);
    lates[0]!();
    assert.equal((await asked).region, "ca-central-1");
    assert.equal((await identities.of("CA")).region, "ca-central-1");
    assert.equal(lates.length, 1);
  });
});
