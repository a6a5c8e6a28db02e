/** What is known is used without asking anybody, and what comes late brings nothing back. */
import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { directoryWorld } from "../support/directory-world";
import { homeResponse, lookup } from "../support/home-response";

const key = "home-region:api.example.com:acme";
const stored = (time: unknown, changes: object = {}) => JSON.stringify({ at: time, home: homeResponse("CA", changes) });

describe("client directory of what is known", () => {
  it("waits for no turn while its response is fresh: from the first millisecond to the last", async () => {
    for (const ageMs of [0, 300_000]) {
      const { virtual, storage, runtime } = directoryWorld();
      storage.setItem(key, stored(virtual.now() - ageMs));
      const exclusively = () => assert.fail("nobody needs a turn");
      const home = createHomeCore({ lookup, organization: "acme", storage, runtime: { ...runtime, exclusively } });
      assert.equal((await virtual.run(home.ready())).version, 1, String(ageMs));
      assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    }
  });

  it("gives what it knows without the storage", async () => {
    const { virtual, storage, runtime } = directoryWorld();
    let reads = 0;
    const getItem = (name: string) => {
      reads++;
      return storage.getItem(name);
    };
    const home = createHomeCore({ lookup, organization: "acme", storage: { ...storage, getItem }, runtime });
    await virtual.run(home.refresh());
    const before = reads;
    assert.equal((await home.ready()).version, 1);
    assert.equal(reads, before);
  });

  it("asks once in a moment, and again where the clock went back since", async () => {
    const { virtual, storage, create, asked, read, server } = directoryWorld({}, 0);
    storage.setItem(key, stored(virtual.now() - 400_000));
    server.status = 503;
    const home = create();
    const tries = async () => {
      const before = asked().length;
      await read(home);
      // Nothing takes time here, but each step its turn.
      for (let turn = 0; turn < 9; turn++) {
        await virtual.run(virtual.sleep(0));
      }
      return asked().length - before;
    };
    assert.equal(await tries(), 3, "one question");
    assert.equal(await tries(), 0);
    virtual.setClock(-60_000);
    assert.equal(await tries(), 1);
  });

  it("refuses a time that is no number, however much it looks like one", async () => {
    const { virtual, storage, create, asked } = directoryWorld();
    storage.setItem(key, stored(String(virtual.now())));
    await virtual.run(create().ready());
    assert.equal(asked().length, 1);
  });

  it("takes the response that another tab got at the moment in which it wanted one", async () => {
    const { virtual, create, asked } = directoryWorld();
    await virtual.run(Promise.all([create().refresh(), create().refresh()]));
    assert.equal(asked().length, 1);
  });

  it("takes another tab's response for its own also where it knows nothing that it may use", async () => {
    const { virtual, create, asked, server } = directoryWorld();
    server.response = homeResponse("CA", { staleIfErrorSeconds: 1 });
    const [first, second] = [create(), create()];
    await virtual.run(first.ready());
    await virtual.run(second.ready());
    await virtual.run(virtual.sleep(302_000));
    await virtual.run(first.refresh());
    await virtual.run(virtual.sleep(60_000));
    const before = asked().length;
    await virtual.run(second.ready());
    assert.equal(asked().length, before);
  });

  it("gives a response that comes after `forget` to whoever waits for it, and keeps what is known since", async () => {
    const { virtual, storage, create } = directoryWorld();
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 100 }));
    const home = create();
    const asking = home.refresh();
    await virtual.run(virtual.sleep(10));
    await home.forget();
    storage.setItem(key, stored(virtual.now(), { version: 9 }));
    assert.equal((await virtual.run(home.ready())).version, 9);
    assert.equal((await virtual.run(asking)).version, 1);
    assert.equal(home.home?.version, 9);
  });

  it("keeps what the lookup has said when a Region says 421, where nothing is stored", async () => {
    const { virtual, create, read, server } = directoryWorld({ storage: undefined });
    const home = create();
    await virtual.run(home.ready());
    virtual.hosts.set("ca.api.example.com", () => ({ status: 421 }));
    server.status = 503;
    await assert.rejects(read(home));
    assert.equal(home.home?.version, 1);
  });
});
