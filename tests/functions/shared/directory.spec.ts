import assert from "node:assert/strict";
import fc from "fast-check";
import { BatchReader } from "../../../functions/shared/batch-reader";
import { type Asked, type CacheLimits, Directory } from "../../../functions/shared/directory";
import { TableUnavailable } from "../../../functions/shared/errors";
import { ManualTimer } from "../support/manual-timer";

const limits: CacheLimits = { cacheSeconds: 30, unknownCacheSeconds: 10, staleSeconds: 300, entries: 4, unknowns: 3 };
const idOf = (index: number) => `org_${String(index).padStart(26, "0")}`;
const byId = (id: string): Asked => ({ name: id, id, key: () => `org#${id}` });

/** What the registry says now, and a directory over it. */
function start(own: Partial<CacheLimits> = {}) {
  const world = { clock: 1_800_000_000_000, responds: true, versions: new Map<string, number>() };
  const reader = new BatchReader(
    async (keys) => {
      if (!world.responds) {
        throw new TableUnavailable("silent");
      }
      return new Map(
        keys.flatMap((key) => {
          const organization = key.slice("org#".length);
          const version = world.versions.get(organization);
          return version ? [[key, { organization, jurisdiction: "CA", state: "active", version }] as const] : [];
        }),
      );
    },
    () => world.clock,
  );
  return { world, directory: new Directory(reader, { ...limits, ...own }, () => world.clock) };
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("ask" as const), at: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("change" as const), at: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), at: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("wait" as const), at: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("toggle" as const), at: fc.constant(0) }) },
);

describe("directory", () => {
  for (const [what, timeoutMs, known, timers] of [
    ["waits for the registry as long as it takes where it knows nothing", 250, false, 0],
    ["waits as long as it takes where no limit is set", undefined, true, 0],
    ["waits no longer than its limit where it has a cache entry", 250, true, 1],
  ] as const) {
    it(what, async () => {
      const timer = new ManualTimer();
      let clock = 1_800_000_000_000;
      const row = { organization: idOf(1), jurisdiction: "CA", state: "active", version: 1 };
      let reading: Promise<typeof row> = Promise.resolve(row);
      const reader = { get: () => reading } as unknown as BatchReader;
      const own = { ...limits, ...(timeoutMs && { timeoutMs }) };
      const directory = new Directory(reader, own, () => clock, timer.start);
      if (known) {
        await directory.find(byId(idOf(1)));
        clock += 30_000;
      }
      reading = new Promise(() => {});
      void directory.find(byId(idOf(1)));
      assert.equal(timer.waiting, timers);
    });
  }

  it("never says anything that was not true recently enough, and never grows beyond its bounds", () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
        const { world, directory } = start();
        // For each organization: since when the registry has said what. Version 0 is "nobody".
        const history = new Map<string, { version: number; from: number }[]>();
        const note = (id: string, version: number) =>
          history.set(id, [...(history.get(id) ?? []), { version, from: world.clock }]);
        for (let index = 0; index <= 9; index++) {
          note(idOf(index), 0);
        }
        let version = 1;
        for (const { do: action, at } of steps) {
          const id = idOf(at);
          if (action === "wait") {
            world.clock += at * 1000;
          }
          if (action === "toggle") {
            world.responds = !world.responds;
          }
          if (action === "change") {
            note(id, version) && world.versions.set(id, version++);
          }
          if (action === "remove") {
            note(id, 0) && world.versions.delete(id);
          }
          if (action !== "ask") {
            continue;
          }
          const found = await directory.find(byId(id)).catch(() => undefined);
          const { entries, unknowns } = directory.size;
          assert.ok(entries <= limits.entries && unknowns <= limits.unknowns);
          if (found === undefined) {
            continue;
          }
          const age =
            found === null ? limits.unknownCacheSeconds : found.stale ? limits.staleSeconds : limits.cacheSeconds;
          const said = found?.row.version ?? 0;
          assert.ok(
            wasTrue(history.get(id)!, said, world.clock - (age + 1) * 1000),
            `${said} was not true within ${age} s`,
          );
          assert.ok(!found?.stale || !world.responds || found.ageSeconds < limits.staleSeconds);
        }
      }),
    ));

  it("keeps the organizations that exist while somebody asks for thousands that do not", async () => {
    const { world, directory } = start();
    world.versions.set(idOf(1), 1);
    await directory.find(byId(idOf(1)));
    for (let time = 100; time < 2000; time++) {
      assert.equal(await directory.find(byId(idOf(time))), null);
    }
    world.responds = false;
    assert.equal((await directory.find(byId(idOf(1))))?.stale, false);
  });

  it("asks again when its cache entry is no longer fresh", async () => {
    const { world, directory } = start();
    world.versions.set(idOf(1), 1);
    await directory.find(byId(idOf(1)));
    world.versions.set(idOf(1), 2);
    world.clock += 30_000;
    assert.deepEqual((await directory.find(byId(idOf(1))))?.row.version, 2);
  });

  it("goes on with its cache entry to the second before its limit, and says how old it is", async () => {
    const { world, directory } = start();
    world.versions.set(idOf(1), 1);
    assert.deepEqual(await directory.find(byId(idOf(1))).then((found) => [found?.ageSeconds, found?.stale]), [
      0,
      false,
    ]);
    world.clock += 29_999;
    assert.deepEqual(directory.peek(byId(idOf(1))), {
      row: (await directory.find(byId(idOf(1))))!.row,
      ageSeconds: 29,
      stale: false,
    });
    world.responds = false;
    world.clock += 270_000;
    assert.deepEqual(await directory.find(byId(idOf(1))).then((found) => [found?.ageSeconds, found?.stale]), [
      299,
      true,
    ]);
    world.clock += 1;
    await assert.rejects(directory.find(byId(idOf(1))), TableUnavailable);
  });

  it("knows that there is nobody for ten seconds, and of one who came then at once", async () => {
    const { world, directory } = start();
    assert.equal(directory.peek(byId(idOf(1))), undefined);
    assert.equal(await directory.find(byId(idOf(1))), null);
    world.clock += 9_999;
    assert.equal(directory.peek(byId(idOf(1))), null);
    world.clock += 1;
    assert.equal(directory.peek(byId(idOf(1))), undefined);
    world.versions.set(idOf(1), 7);
    assert.equal((await directory.find(byId(idOf(1))))?.row.version, 7);
    assert.deepEqual(directory.size, { entries: 1, unknowns: 0 });
    world.versions.delete(idOf(1));
    world.clock += 30_000;
    assert.equal(await directory.find(byId(idOf(1))), null);
    assert.deepEqual(directory.size, { entries: 0, unknowns: 1 });
  });

  it("takes a clock that was set back for no age at all", async () => {
    const { world, directory } = start();
    world.versions.set(idOf(1), 1);
    await directory.find(byId(idOf(1)));
    world.clock -= 60_000;
    assert.equal(directory.peek(byId(idOf(1)))?.ageSeconds, 0);
  });

  it("refuses a row of another organization than was asked for by id", async () => {
    const { world, directory } = start();
    world.versions.set(idOf(1), 1);
    const wrong: Asked = { name: "x", id: idOf(2), key: () => `org#${idOf(1)}` };
    await assert.rejects(directory.find(wrong), {
      name: "MalformedRow",
      message: `the registry's row of ${idOf(2)} is of another organization`,
    });
    const bySlug: Asked = { name: "slug:x", key: () => `org#${idOf(1)}` };
    assert.equal((await directory.find(bySlug))?.row.organization, idOf(1));
  });
});

/** Whether `version` was what the registry said at any time since `since`. */
function wasTrue(history: { version: number; from: number }[], version: number, since: number): boolean {
  return history.some(
    (entry, index) => entry.version === version && (history[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= since,
  );
}
