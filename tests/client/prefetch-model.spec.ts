import assert from "node:assert/strict";
import { createModel } from "../../client/prefetch-model";
import { memoryStorage } from "../../client/storage/memory";

const settled = () => new Promise(setImmediate);

describe("client prefetch model", () => {
  it("names the likeliest successor, once it was seen twice and is likely enough", () => {
    const model = createModel(undefined, "k");
    assert.equal(model.next("/a", 0), undefined);
    model.learn("/a", "/b");
    assert.equal(model.next("/a", 0), undefined, "once is chance");
    model.learn("/a", "/b");
    assert.equal(model.next("/a", 1), "/b");
    model.learn("/a", "/c");
    model.learn("/a", "/c");
    model.learn("/a", "/c");
    assert.equal(model.next("/a", 0.6), "/c", "three of five");
    assert.equal(model.next("/a", 0.61), undefined);
    assert.equal(model.next("/b", 0), undefined);
  });

  it("names the one that it knows for longer where two are as likely", () => {
    const model = createModel(undefined, "k");
    for (const to of ["/b", "/b", "/c", "/c"]) {
      model.learn("/a", to);
    }
    assert.equal(model.next("/a", 0.5), "/b");
  });

  it("gives up the successor that it has not seen for longest", () => {
    const model = createModel(undefined, "k");
    for (const to of ["/s0", "/s1", "/s2", "/s3", "/s4", "/s5", "/s6", "/s7", "/s0", "/s8"]) {
      model.learn("/a", to);
    }
    assert.equal(model.next("/a", 0), "/s0", "seen twice, and lately");
  });

  it("bounds what it remembers: the least recent goes first", async () => {
    const storage = memoryStorage();
    const model = createModel(storage, "k");
    const twice = (from: string, to: string) => {
      model.learn(from, to);
      model.learn(from, to);
    };
    for (let n = 0; n < 64; n++) {
      twice(`/${n}`, "/x");
    }
    assert.equal(model.next("/0", 1), "/x");
    twice("/0", "/x");
    twice("/64", "/x");
    assert.deepEqual([model.next("/0", 1), model.next("/1", 1), model.next("/2", 1)], ["/x", undefined, "/x"]);
    for (let n = 0; n < 8; n++) {
      model.learn("/64", `/s${n}`);
    }
    await settled();
    model.learn("/64", "/s8");
    for (let n = 0; n < 7; n++) {
      model.learn("/64", "/s8");
    }
    await settled();
    const stored = new Map<string, [string, number][]>(JSON.parse(storage.getItem("k") as string));
    assert.equal(stored.size, 64);
    const kept = stored.get("/64")!.map(([path]) => path);
    assert.deepEqual(kept, ["/s1", "/s2", "/s3", "/s4", "/s5", "/s6", "/s7", "/s8"]);
  });

  it("lets old habits fade: at 32 observations they count half", async () => {
    const storage = memoryStorage();
    const model = createModel(storage, "k");
    for (let n = 0; n < 31; n++) {
      model.learn("/a", "/b");
    }
    model.learn("/a", "/b");
    await settled();
    assert.deepEqual(JSON.parse(storage.getItem("k") as string), [["/a", [["/b", 16]]]]);
    for (let n = 0; n < 15; n++) {
      model.learn("/a", "/c");
    }
    assert.equal(model.next("/a", 0.5), "/b");
    model.learn("/a", "/c");
    for (let n = 0; n < 4; n++) {
      model.learn("/a", "/c");
    }
    assert.equal(model.next("/a", 0.5), "/c", "twenty at half, and the newer ones whole");
  });

  it("keeps what it has learned at each eighth observation, and goes on without a storage that works", async () => {
    const memory = memoryStorage();
    let writes = 0;
    const storage = {
      ...memory,
      setItem(key: string, value: string) {
        writes++;
        memory.setItem(key, value);
      },
    };
    const model = createModel(storage, "k");
    for (let n = 0; n < 7; n++) {
      model.learn("/a", "/b");
    }
    await settled();
    assert.equal(writes, 0);
    model.learn("/a", "/b");
    await settled();
    assert.equal(writes, 1);
    for (let n = 0; n < 8; n++) {
      model.learn("/a", "/b");
    }
    await settled();
    assert.equal(writes, 2);
    const fail = () => {
      throw new Error("QuotaExceededError");
    };
    const failing = createModel({ getItem: fail, setItem: fail, removeItem: fail }, "k");
    for (let n = 0; n < 8; n++) {
      failing.learn("/a", "/b");
    }
    await settled();
    assert.equal(failing.next("/a", 1), "/b");
  });

  it("begins with what is stored, beside what it has learned meanwhile, and takes no nonsense for it", async () => {
    const storage = memoryStorage();
    const stored = [
      ["/a", [["/b", 4]]],
      ["/c", [["/d", 4]]],
      [
        "/e",
        [
          ["/f", "4"],
          ["/g", 3],
        ],
      ],
    ];
    storage.setItem("k", JSON.stringify(stored));
    const model = createModel(storage, "k");
    model.learn("/a", "/z");
    model.learn("/a", "/z");
    await settled();
    assert.deepEqual([model.next("/a", 1), model.next("/c", 1), model.next("/e", 1)], ["/z", "/d", "/g"]);
    storage.setItem("k", "{");
    const broken = createModel(storage, "k");
    await settled();
    broken.learn("/a", "/b");
    broken.learn("/a", "/b");
    assert.equal(broken.next("/a", 1), "/b");
  });

  it("forgets, here and in the storage", async () => {
    const storage = memoryStorage();
    const model = createModel(storage, "k");
    for (let n = 0; n < 8; n++) {
      model.learn("/a", "/b");
    }
    await settled();
    assert.deepEqual(storage.getAllKeys(), ["k"]);
    await model.clear();
    assert.deepEqual([storage.getAllKeys(), model.next("/a", 0)], [[], undefined]);
    await createModel(undefined, "k").clear();
  });
});
