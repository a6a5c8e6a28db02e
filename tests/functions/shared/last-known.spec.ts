/** What functions answer that have never read the registry, while it does not answer: by its snapshot. */
import assert from "node:assert/strict";
import { Pools } from "../../../functions/authorizer/pools";
import { Identities } from "../../../functions/lookup/identities";
import { BatchReader } from "../../../functions/shared/batch-reader";
import { Directory } from "../../../functions/shared/directory";
import { HomeUnservable, MalformedRow, TableUnavailable } from "../../../functions/shared/errors";
import { lastKnownAfterMs, readOrLast } from "../../../functions/shared/last-known";
import { ManualTimer } from "../support/manual-timer";
import { acme, regionIdentity } from "../support/tables";

const start = 1_800_000_000_000;
const home = { organization: acme, jurisdiction: "CA", state: "active", version: 3 };
const limits = { cacheSeconds: 30, unknownCacheSeconds: 10, staleSeconds: 86_400, entries: 4, unknowns: 3 };
const asked = { name: acme, id: acme, key: () => `org#${acme}` };

/** A registry that answers, is silent or fails, and a snapshot of it. */
function registry(snapshot: Record<string, Record<string, unknown>>, snapshotAt = start - 60_000) {
  const world = {
    clock: start,
    rows: {} as Record<string, Record<string, unknown>>,
    mode: "fails" as "fails" | "silent" | "answers",
    asked: [] as string[],
  };
  const reader = new BatchReader(
    async (keys) => {
      if (world.mode === "silent") {
        await new Promise(() => {});
      }
      if (world.mode === "fails") {
        throw new TableUnavailable("down");
      }
      return new Map(keys.flatMap((key) => (world.rows[key] ? [[key, world.rows[key]] as const] : [])));
    },
    () => world.clock,
    async (key) => {
      world.asked.push(key);
      return snapshot[key] && { item: snapshot[key], readAt: snapshotAt };
    },
  );
  const timer = new ManualTimer();
  const now = () => world.clock;
  return { world, reader, timer, now, directory: new Directory(reader, limits, now, timer.start) };
}

describe("what was last known of the registry", () => {
  it("answers for an organization that was never asked for, with its age, marked as old", async () => {
    const { directory } = registry({ [`org#${acme}`]: home });
    const found = await directory.find(asked);
    assert.deepEqual(found, { row: { ...home, notice: null }, ageSeconds: 60, stale: true });
  });

  it("waits for nothing any more once the registry has answered or failed", async () => {
    for (const mode of ["answers", "fails"] as const) {
      const { directory, timer, world } = registry({ [`org#${acme}`]: home });
      Object.assign(world, { mode, rows: { [`org#${acme}`]: home } });
      await directory.find(asked);
      assert.equal(timer.waiting, 0, mode);
    }
  });

  it("answers where the registry is silent for as long as it takes to ask all replicas", async () => {
    const { directory, timer, world } = registry({ [`org#${acme}`]: home });
    world.mode = "silent";
    const finding = directory.find(asked);
    assert.deepEqual([timer.waiting, world.asked], [1, []]);
    timer.advance(lastKnownAfterMs);
    assert.equal((await finding)?.stale, true);
    assert.equal(lastKnownAfterMs, 500);
  });

  it("is not asked while the registry answers, also that there is nobody", async () => {
    const { directory, world } = registry({ [`org#${acme}`]: home });
    world.mode = "answers";
    assert.equal(await directory.find(asked), null);
    assert.deepEqual(world.asked, []);
  });

  it("refuses to say that there is nobody", async () => {
    const { directory } = registry({});
    await assert.rejects(directory.find(asked), TableUnavailable);
  });

  it("refuses to answer from a snapshot of a day ago", async () => {
    const { directory } = registry({ [`org#${acme}`]: home }, start - 86_400_000);
    await assert.rejects(directory.find(asked), TableUnavailable);
    const younger = registry({ [`org#${acme}`]: home }, start - 86_399_000);
    assert.equal((await younger.directory.find(asked))?.ageSeconds, 86_399);
  });

  it("refuses a malformed row of the registry, whatever the snapshot says", async () => {
    const { directory, world } = registry({ [`org#${acme}`]: home });
    world.mode = "answers";
    world.rows[`org#${acme}`] = { ...home, version: "3" };
    await assert.rejects(directory.find(asked), MalformedRow);
    assert.deepEqual(world.asked, []);
  });

  it("refuses a malformed row of the snapshot, and one of another organization", async () => {
    const malformed = registry({ [`org#${acme}`]: { ...home, state: "gone" } });
    await assert.rejects(malformed.directory.find(asked), MalformedRow);
    const other = registry({ [`org#${acme}`]: { ...home, organization: "org_11111111111111111111111111" } });
    await assert.rejects(other.directory.find(asked), MalformedRow);
  });

  it("gives way to what another request has heard from the registry meanwhile", async () => {
    const { directory, timer, world } = registry({ [`org#${acme}`]: home });
    world.mode = "silent";
    const slow = directory.find(asked);
    await timer.settle();
    const other = { ...asked, key: () => `org#${acme}#again` };
    world.mode = "answers";
    world.rows[other.key()] = { ...home, version: 4 };
    assert.equal((await directory.find(other))?.row.version, 4);
    timer.advance(lastKnownAfterMs);
    assert.equal((await slow)?.row.version, 4);
    assert.equal((await directory.find(asked))?.row.version, 4);
  });

  it("is replaced by what the registry says once it answers", async () => {
    const { directory, world } = registry({ [`org#${acme}`]: home });
    await directory.find(asked);
    world.mode = "answers";
    world.rows[`org#${acme}`] = { ...home, version: 4 };
    world.clock += 60_000;
    assert.deepEqual((await directory.find(asked))?.row.version, 4);
  });

  const regions = ["ca-central-1", "ca-west-1"];
  const rows = Object.fromEntries(regions.map((region) => [`region#${region}`, { ...regionIdentity(region) }]));

  it("says where users sign in, and to an authorizer that has just started whom to trust", async () => {
    const { reader, now, timer } = registry(rows);
    assert.equal((await new Identities(reader, now, timer.start).of("CA")).region, "ca-central-1");
    const pools = await new Pools("CA", reader, assert.fail, now).list();
    assert.deepEqual(
      pools.map(({ region }) => region),
      regions,
    );
  });

  it("refuses an identity that the snapshot has malformed", async () => {
    const { reader, now, timer } = registry({ "region#ca-central-1": { ...regionIdentity("us-east-1") } });
    await assert.rejects(new Identities(reader, now, timer.start).of("CA"), HomeUnservable);
  });

  it("resolves to what a slow registry says where the snapshot knows nothing", async () => {
    const timer = new ManualTimer();
    const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
    const reader = { get: () => promise, last: async () => undefined };
    const reading = readOrLast(reader, "org#1", { now: () => start, timer: timer.start });
    timer.advance(lastKnownAfterMs);
    await timer.settle();
    resolve({ version: 1 });
    assert.deepEqual(await reading, { item: { version: 1 }, readAt: start, stale: false });
  });
});
