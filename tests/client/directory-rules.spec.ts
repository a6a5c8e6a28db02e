/** What is stored, what is believed and for how long, to the millisecond. */
import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { isHomeError } from "../../client/errors";
import { directoryWorld } from "../support/directory-world";
import { homeResponse, lookup } from "../support/home-response";

const key = "home-region:api.example.com:acme";

const stored = (time: number, changes: object = {}) => JSON.stringify({ at: time, home: homeResponse("CA", changes) });

describe("client directory rules", () => {
  it("uses a response for its time without a word, and asks beside the call from then on", async () => {
    for (const [ageMs, questions] of [
      [0, 0],
      [300_000, 0],
      [300_001, 1],
    ] as const) {
      const { virtual, storage, create, asked, read } = directoryWorld();
      storage.setItem(key, stored(virtual.now() - ageMs));
      await read(create());
      await virtual.run(virtual.sleep(5000));
      assert.equal(asked().length, questions, String(ageMs));
    }
  });

  it("asks again when its time is over once more, not before", async () => {
    const { virtual, create, asked, read, server } = directoryWorld();
    const home = create();
    await read(home);
    const first = asked()[0]!.at;
    server.status = 503;
    await virtual.run(virtual.sleep(first + 300_001 - virtual.now()));
    await read(home);
    await virtual.run(virtual.sleep(20_000));
    const times = asked().length;
    const second = asked()[1]!.at;
    await virtual.run(virtual.sleep(second + 299_999 - virtual.now()));
    await read(home);
    await virtual.run(virtual.sleep(0));
    assert.equal(asked().length, times);
    await virtual.run(virtual.sleep(second + 300_000 - virtual.now()));
    await read(home);
    await virtual.run(virtual.sleep(0));
    assert.equal(asked().length, times + 1);
  });

  it("takes another tab's answer for its own, as long as that is fresh", async () => {
    const { virtual, create, asked, read } = directoryWorld();
    const [first, second] = [create(), create()];
    await virtual.run(first.ready());
    await virtual.run(second.ready());
    await virtual.run(virtual.sleep(300_001));
    await virtual.run(first.refresh());
    await virtual.run(virtual.sleep(60_000));
    await read(second);
    await virtual.run(virtual.sleep(1000));
    assert.equal(asked().length, 2, "the first response, and the one that both have");
    await virtual.run(virtual.sleep(300_001));
    await read(second);
    await virtual.run(virtual.sleep(1000));
    assert.equal(asked().length, 3);
  });

  it("refuses to bring back by a load what was forgotten meanwhile", async () => {
    const { virtual, storage, create, runtime, server } = directoryWorld();
    storage.setItem(key, stored(virtual.now()));
    let give = () => {};
    const slow = {
      ...storage,
      getItem: (name: string) =>
        new Promise<string | null>((resolve) => {
          const value = storage.getItem(name) as string | null;
          give = () => resolve(value);
        }),
    };
    server.status = 404;
    const home = createHomeCore({ lookup, organization: "acme", storage: slow, runtime });
    const asking = home.ready().catch(() => {});
    await virtual.run(home.forget());
    give();
    await new Promise(setImmediate);
    assert.equal(home.home, undefined);
    give();
    await virtual.run(asking);
    await virtual.run(
      create()
        .ready()
        .catch(() => {}),
    );
  });

  it("refuses to believe any response longer than a day fresh and a month in all, whatever it says of itself", async () => {
    for (const [ageMs, changes, found] of [
      [86_400_000, { ttlSeconds: 1e9 }, "used"],
      [86_400_001, { ttlSeconds: 1e9 }, "asked"],
      [86_400_000 + 2_592_000_000, { ttlSeconds: 1e9, staleIfErrorSeconds: 1e9 }, "asked"],
      [86_400_001 + 2_592_000_000, { ttlSeconds: 1e9, staleIfErrorSeconds: 1e9 }, "response-expired"],
    ] as const) {
      const { virtual, storage, create, asked, server } = directoryWorld();
      server.status = 503;
      storage.setItem(key, stored(virtual.now() - ageMs, changes));
      const home = create();
      const error = await virtual.run(
        home.fetch("/v1/profile").then(
          () => undefined,
          (error) => error,
        ),
      );
      await virtual.run(virtual.sleep(5000));
      const what = error?.code ?? (asked().length > 0 ? "asked" : "used");
      assert.equal(what, found, `${ageMs}`);
      if (error) {
        assert.equal(error.message, "home is too old");
        assert.ok(isHomeError(error.details.cause, "lookup-unreachable"));
      }
    }
  });

  it("takes from another tab what is newer, and nothing that is older or no successor", async () => {
    for (const [version, ageMs, taken] of [
      [8, 0, true],
      [7, -1, true],
      [7, 0, false],
      [6, -1, false],
    ] as const) {
      const { virtual, storage, create, server } = directoryWorld();
      server.response = homeResponse("CA", { version: 7 });
      const home = create();
      await virtual.run(home.ready());
      const time = virtual.now() - ageMs;
      storage.setItem(key, stored(time, { version, ttlSeconds: 77 }));
      await virtual.run(virtual.sleep(10));
      server.status = 503;
      await virtual.run(home.refresh().catch(() => {}));
      assert.equal(home.home?.ttlSeconds === 77, taken, `${version} ${ageMs}`);
    }
  });

  it("refuses what is stored about another organization than the one it knows", async () => {
    const { virtual, storage, create } = directoryWorld();
    const home = create();
    await virtual.run(home.ready());
    storage.setItem(key, stored(virtual.now() + 1, { organization: "org_other", version: 9 }));
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    assert.equal(home.home?.organization, homeResponse().organization);
  });

  it("refuses a response that is no successor of what it knows, and says which field", async () => {
    const { virtual, create, server } = directoryWorld();
    const home = create();
    await virtual.run(home.ready());
    for (const [response, reason] of [
      [homeResponse("US"), "jurisdiction"],
      [homeResponse("CA", { organization: "org_other", version: 2 }), "organization"],
    ] as const) {
      server.response = response;
      await virtual.run(virtual.sleep(5000));
      await assert.rejects(virtual.run(home.refresh()), (error: any) => {
        assert.deepEqual([error.code, error.details.reason], ["response-refused", reason]);
        assert.match(error.message, new RegExp(`^the response's ${reason} is "`));
        return true;
      });
      assert.equal(home.home?.jurisdiction, "CA");
    }
  });

  it("tells of a new version only, and keeps each response", async () => {
    const { virtual, storage, create, server } = directoryWorld();
    const home = create();
    const versions: number[] = [];
    home.on("home", ({ version }) => versions.push(version));
    await virtual.run(home.ready());
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    server.response = homeResponse("CA", { version: 2 });
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    assert.deepEqual(versions, [1, 2]);
    assert.deepEqual(JSON.parse(storage.getItem(key) as string), {
      at: virtual.now(),
      home: homeResponse("CA", { version: 2 }),
    });
  });

  it("keeps what the lookup has said when a Region says 421, and gives up what only the storage has", async () => {
    const reported = directoryWorld();
    const home = reported.create();
    await reported.virtual.run(home.ready());
    reported.virtual.hosts.set("ca.api.example.com", () => ({ status: 421 }));
    reported.server.status = 503;
    await assert.rejects(reported.read(home));
    assert.equal(home.home?.version, 1, "the lookup's word stands while it cannot be asked");

    const only = directoryWorld();
    only.storage.setItem(key, stored(only.virtual.now(), { version: 9 }));
    only.virtual.hosts.set("ca.api.example.com", () => ({ status: 421 }));
    only.server.status = 503;
    const doubtful = only.create();
    await assert.rejects(only.read(doubtful));
    only.virtual.hosts.set("ca.api.example.com", () => ({ status: 200 }));
    await only.read(doubtful);
    assert.equal(doubtful.home?.version, 9, "one Region, which may be wrong, makes nobody homeless");
    only.server.status = 200;
    await only.virtual.run(only.virtual.sleep(1000));
    await only.virtual.run(doubtful.refresh());
    assert.equal(doubtful.home?.version, 1, "but any response is believed before it");
    only.storage.setItem(key, stored(only.virtual.now() + 5, { version: 3 }));
    await only.virtual.run(only.virtual.sleep(10));
    only.server.status = 503;
    await only.virtual.run(doubtful.refresh().catch(() => {}));
    assert.equal(doubtful.home?.version, 3, "and believes the storage again");
  });

  it("forgets with and without a storage, and asks at once when it is wanted again", async () => {
    const bare = directoryWorld({ storage: undefined });
    const home = bare.create();
    await bare.virtual.run(home.ready());
    await home.forget();
    await bare.virtual.run(home.ready());
    assert.equal(bare.asked().length, 2);
    assert.equal(home.home?.version, 1);
    const { virtual, storage, create, asked } = directoryWorld();
    const other = create();
    await virtual.run(other.ready());
    await virtual.run(other.forget());
    assert.deepEqual(storage.getAllKeys(), []);
    await virtual.run(other.ready());
    assert.equal(asked().length, 2);
  });
});
