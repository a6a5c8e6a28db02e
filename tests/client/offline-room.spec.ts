/** What is kept of reads in the room that there is, to the byte, and beside a storage that changes meanwhile. */
import assert from "node:assert/strict";
import { isHomeError } from "../../client/core";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeStorage } from "../../client/types";
import { hosts, world } from "../support/offline-world";

const reads = [{ match: /^\/v1\//, policy: "network-first" as const, maxAgeSeconds: 60 }];
const prefix = "home-region-offline:acme:u1:read:";

function start(options: Parameters<typeof world>[0] = {}, storage: HomeStorage = memoryStorage()) {
  const all = world({ reads, ...options }, storage);
  const offline = all.start();
  const read = (path: string) => all.virtual.run(offline.fetch(path));
  const kept = async () => (await storage.getAllKeys!()).flatMap((key) => key.split(":read:/v1/")[1] ?? []).sort();
  return { ...all, offline, read, kept };
}

/** Bytes of one kept read, whose path has one letter. */
async function bytesOfOne(): Promise<number> {
  const { read, storage } = start();
  await read("/v1/a");
  return (await storage.getItem(`${prefix}/v1/a`))!.length;
}

describe("client offline reads: room", () => {
  it("keeps what takes all the room that there is, and not what takes a byte more", async () => {
    const bytes = await bytesOfOne();
    for (const [room, expected] of [
      [2 * bytes, ["a", "b"]],
      [2 * bytes - 1, ["b"]],
      [bytes, ["b"]],
      [bytes - 1, []],
    ] as const) {
      const { read, kept } = start({ maxReadBytes: room });
      await read("/v1/a");
      await read("/v1/b");
      assert.deepEqual(await kept(), expected, String(room));
    }
  });

  it("gives nobody's place up for what is read again", async () => {
    const { read, kept } = start({ maxReadBytes: 3 * (await bytesOfOne()) });
    for (const path of ["/v1/a", "/v1/b", "/v1/c", "/v1/b"]) {
      await read(path);
    }
    assert.deepEqual(await kept(), ["a", "b", "c"]);
  });

  it("counts nothing for a key that is gone when it is read", async () => {
    const memory = memoryStorage();
    const storage = { ...memory, getAllKeys: () => [...memory.getAllKeys(), `${prefix}/v1/gone`] };
    const { read, network } = start({}, storage);
    await read("/v1/a");
    network(false);
    assert.ok((await read("/v1/a")).headers.has("x-home-cached"));
  });

  it("has no etag where the Region gave none", async () => {
    const { read, network } = start();
    await read("/v1/a");
    network(false);
    assert.deepEqual([...(await read("/v1/a")).headers.keys()], ["content-type", "x-home-cached"]);
  });

  it("answers from what is kept at a 500", async () => {
    const { read, virtual } = start();
    await read("/v1/a");
    for (const host of hosts) {
      virtual.hosts.set(host, () => ({ status: 500 }));
    }
    assert.equal((await read("/v1/a")).status, 200);
  });

  it("keeps nothing where no policy is given, and reads all the same", async () => {
    const all = world();
    assert.equal((await all.virtual.run(all.start().fetch("/v1/a"))).status, 200);
    assert.deepEqual(
      (await all.storage.getAllKeys!()).filter((key) => key.includes(":read:")),
      [],
    );
  });

  it("tries a write twice where reads can make room for it, and once where none can", async () => {
    for (const [read, tries] of [
      [true, 2],
      [false, 1],
    ] as const) {
      let tried = 0;
      const memory = memoryStorage();
      const setItem = (key: string, value: string) => {
        if (key.includes(":write:")) {
          tried++;
          throw new Error("QuotaExceededError");
        }
        memory.setItem(key, value);
      };
      const all = start({}, { ...memory, setItem });
      await all.read(read ? "/v1/a" : "/v2/a");
      all.network(false);
      await assert.rejects(all.put(all.offline, "x"), (error) => isHomeError(error, "storage-full"));
      assert.deepEqual([tried, await all.kept()], [tries, []]);
    }
  });
});
