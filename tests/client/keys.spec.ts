import assert from "node:assert/strict";
import { isHomeError } from "../../client/core";
import { keysOf } from "../../client/storage/keys";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeStorage } from "../../client/types";

/** As browsers have it: a length, and a key for each index. */
const webStorage = (...keys: (string | null)[]): HomeStorage => {
  const { getAllKeys: _, ...storage } = memoryStorage();
  return Object.assign(storage, { length: keys.length, key: (index: number) => keys[index] ?? null });
};

describe("client storage keys", () => {
  it("are those with the prefix, in order, of any storage that can list them", async () => {
    const memory = memoryStorage();
    for (const key of ["b:2", "a:2", "a:1", "xa:3"]) {
      memory.setItem(key, "");
    }
    assert.deepEqual(await keysOf(memory, "a:"), ["a:1", "a:2"]);
    assert.deepEqual(await keysOf(webStorage("b:2", "a:2", "a:1", "xa:3"), "a:"), ["a:1", "a:2"]);
    const late: HomeStorage = { ...memoryStorage(), getAllKeys: async () => ["a:2", "a:1"] };
    assert.deepEqual(await keysOf(late, "a:"), ["a:1", "a:2"]);
  });

  it("leave out what another tab takes away while they are listed", async () => {
    assert.deepEqual(await keysOf(webStorage("a:1", null), "a:"), ["a:1"]);
    assert.deepEqual(await keysOf(webStorage(), "a:"), []);
  });

  it("refuses a storage that cannot list them, and says what it lacks", async () => {
    const { getAllKeys: _, ...storage } = memoryStorage();
    await assert.rejects(
      keysOf(storage, "a:"),
      (error: Error) =>
        isHomeError(error, "bad-option") && /give it getAllKeys\(\), or length and key/.test(error.message),
    );
  });
});
