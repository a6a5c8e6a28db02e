import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { ReadRange } from "../../../functions/shared/bucket";
import { headerSeconds, snapshotReader } from "../../../functions/shared/snapshot";
import { headerBytes, readHeader } from "../../../functions/shared/snapshot-file";
import { snapshotOf } from "../../../functions/snapshot/snapshot";

const now = 1_800_000_000_000;
const row = (index: number) => ({
  pk: `org#${index}`,
  organization: `org_${index}`,
  jurisdiction: "CA",
  state: "active",
  version: index + 1,
});

/** A bucket with one file that can be replaced, and what was read of it. */
async function bucketOf(rows: Record<string, unknown>[]) {
  const make = async (items: Record<string, unknown>[]) =>
    (
      await snapshotOf(
        async () => ({ items, next: undefined }),
        () => now,
      )
    ).file;
  const world = { file: await make(rows), reads: [] as string[], warnings: [] as string[], clock: now, fails: 0 };
  const etagOf = (file: Buffer) => createHash("md5").update(file).digest("hex");
  const read: ReadRange = async (file, [first, last], etag) => {
    world.reads.push(`${file} ${first}-${last}`);
    if (world.fails-- > 0 || (etag && etag !== etagOf(world.file))) {
      throw new Error("HTTP 412");
    }
    return { bytes: world.file.subarray(first, last + 1), etag: etagOf(world.file) };
  };
  const last = snapshotReader(
    read,
    (message) => world.warnings.push(message),
    () => world.clock,
  );
  return { world, last, make };
}

describe("the registry's snapshot", () => {
  it("knows every row of a registry of several reads, and no other", async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => row(index));
    const pages = [rows.slice(0, 4000), rows.slice(4000, 8000), rows.slice(8000)];
    const asked: unknown[] = [];
    const { file, rows: count } = await snapshotOf(
      async (from) => {
        asked.push(from);
        const page = pages[asked.length - 1]!;
        return { items: page, next: asked.length < 3 ? { pk: { S: `${asked.length}` } } : undefined };
      },
      () => now,
    );
    assert.deepEqual([count, asked], [10_000, [undefined, { pk: { S: "1" } }, { pk: { S: "2" } }]]);
    const last = snapshotReader(
      async (_, [from, to]) => ({ bytes: file.subarray(from, to + 1), etag: "e" }),
      assert.fail,
    );
    for (const { pk, ...item } of rows) {
      assert.deepEqual(await last(pk), { item, readAt: now });
    }
    assert.equal(await last("org#10000"), undefined);
    assert.equal(await last("constructor"), undefined);
  });

  it("holds what functions read of a row, and nothing else that stands in it", async () => {
    const notice = { code: "moved", message: "It has moved.", since: "2026-01-01" };
    const { last, world } = await bucketOf([
      { ...row(1), notice, name: "Acme", slugHash: "s", emailHashes: ["e"] },
      { pk: "region#ca-west-1", region: "ca-west-1", jurisdiction: "CA", issuer: "i", userPoolId: "p", clientId: "c" },
      { pk: "org#broken", organization: 7, email: "a@example.com" },
    ]);
    const { pk: _, ...known } = row(1);
    assert.deepEqual((await last("org#1"))?.item, { ...known, notice });
    assert.deepEqual(Object.keys((await last("region#ca-west-1"))!.item).sort(), [
      "clientId",
      "issuer",
      "jurisdiction",
      "region",
      "userPoolId",
    ]);
    assert.deepEqual((await last("org#broken"))?.item, { organization: 7 }, "malformed rows stay malformed");
    assert.deepEqual(world.warnings, []);
  });

  it("is read in two small pieces, and in one while its beginning is known", async () => {
    const { last, world } = await bucketOf(Array.from({ length: 5000 }, (_, index) => row(index)));
    await last("org#1");
    assert.equal(world.reads[0], `registry 0-${headerBytes - 1}`);
    assert.equal(world.reads.length, 2);
    await last("org#2");
    assert.equal(world.reads.length, 3);
    world.clock += headerSeconds * 1000;
    await last("org#3");
    assert.equal(world.reads.length, 5);
  });

  it("is read again from its beginning where it was replaced between two pieces", async () => {
    const { last, world, make } = await bucketOf([row(1)]);
    await last("org#1");
    world.file = await make([row(1), row(2)]);
    assert.equal((await last("org#2"))?.item.version, 3);
    assert.deepEqual(world.warnings, []);
  });

  it("knows nothing where it cannot be read, says why, and is asked again", async () => {
    const { last, world } = await bucketOf([row(1)]);
    world.fails = 2;
    assert.equal(await last("org#1"), undefined);
    assert.deepEqual(world.warnings, ["the registry's snapshot cannot be read: HTTP 412"]);
    assert.equal((await last("org#1"))?.item.version, 2);
  });

  it("refuses a file that is no snapshot", async () => {
    const { last, world } = await bucketOf([row(1)]);
    const file = world.file;
    for (const [what, broken] of [
      ["another format", Buffer.concat([Buffer.from("HRS2"), file.subarray(4)])],
      ["another number of pages", Buffer.concat([file.subarray(0, 4), Buffer.alloc(4), file.subarray(8)])],
      ["too short", file.subarray(0, headerBytes - 1)],
    ] as const) {
      assert.throws(() => readHeader(broken.subarray(0, headerBytes)), /does not begin as one of format HRS1/, what);
      world.file = broken;
      assert.equal(await last("org#1"), undefined, what);
    }
    world.file = Buffer.concat([file.subarray(0, headerBytes), Buffer.alloc(file.length - headerBytes, 7)]);
    assert.equal(await last("org#1"), undefined, "pages that are none");
  });

  it("is none where half of the registry cannot be read", () =>
    assert.rejects(
      snapshotOf(
        async (from) => {
          if (from) {
            throw new Error("silent");
          }
          return { items: [row(1)], next: { pk: { S: "org#1" } } };
        },
        () => now,
      ),
      /silent/,
    ));

  it("says of its rows that they are from before the first read", async () => {
    let clock = now;
    const { file } = await snapshotOf(
      async () => {
        clock += 60_000;
        return { items: [row(1)], next: undefined };
      },
      () => clock,
    );
    assert.equal(readHeader(file.subarray(0, headerBytes)).writtenAt, now);
  });
});
