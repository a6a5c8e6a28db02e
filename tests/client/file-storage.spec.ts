/** What a queue needs of files: the order of calls for each key, and a price that does not grow with what is kept. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStorage } from "../../client/node";

describe("client file storage", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "home-region-files-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("does what is asked of a key in the order of calls, so that what is removed stays removed", async () => {
    const storage = fileStorage(folder);
    for (let time = 0; time < 20; time++) {
      const late = storage.setItem("k", "x".repeat(100_000));
      await storage.removeItem("k");
      await late;
      assert.equal(await storage.getItem("k"), null);
    }
    const [, value] = await Promise.all([storage.setItem("k", "1"), storage.getItem("k"), storage.setItem("k", "2")]);
    assert.deepEqual([value, await storage.getItem("k")], ["1", "2"]);
    assert.equal((await readdir(folder)).length, 1);
  });

  it("reads no file twice for its key", async () => {
    const first = fileStorage(folder);
    for (let n = 0; n < 200; n++) {
      await first.setItem(`key ${n}`, "x");
    }
    const second = fileStorage(folder);
    const keys = (await second.getAllKeys()).sort();
    assert.equal(keys.length, 200);
    // Whoever read them again would see that no key is in them any more.
    for (const name of await readdir(folder)) {
      await writeFile(join(folder, name), "");
    }
    for (const storage of [first, second]) {
      assert.deepEqual((await storage.getAllKeys()).sort(), keys);
    }
    await second.removeItem("key 7");
    assert.equal((await first.getAllKeys()).includes("key 7"), false);
  });

  it("lists the others where a file is broken", async () => {
    await fileStorage(folder).setItem("k", "x");
    const broken = join(folder, `${"0".repeat(64)}.item`);
    await writeFile(broken, "no key");
    assert.deepEqual(await fileStorage(folder).getAllKeys(), ["k"]);
  });
});
