/** What is stored, what is believed and for how long, to the millisecond. */
import assert from "node:assert/strict";
import { createHomeCore, type HomeClientOptions } from "../../client/core";
import { isHomeError } from "../../client/errors";
import { memoryStorage } from "../../client/storage/memory";
import { homeAnswer, lookup } from "../support/home-answer";
import { on } from "../support/platform";
import { createVirtual } from "../support/virtual-network";

const key = "home-region:api.example.com:acme";

function start(options: Partial<HomeClientOptions> = {}, random = 1) {
  const virtual = createVirtual();
  const storage = memoryStorage();
  const server = { answer: homeAnswer() as unknown, status: 200 };
  virtual.hosts.set("api.example.com", () => ({ status: server.status, body: server.answer, delayMs: 0 }));
  virtual.hosts.set("ca.api.example.com", () => ({ status: 200, delayMs: 0 }));
  const runtime = { ...virtual.runtime, random: () => random };
  const create = () => createHomeCore({ lookup, organization: "acme", storage, ...options, runtime });
  const asked = () => virtual.requests.filter(({ host }) => host === "api.example.com");
  const read = (home: ReturnType<typeof create>) => virtual.run(home.fetch("/v1/profile"));
  return { virtual, storage, server, create, asked, read, runtime };
}
const stored = (at: number, changes: object = {}) => JSON.stringify({ at, home: homeAnswer("CA", changes) });

describe("client directory rules", () => {
  it("uses an answer for its time without a word, and asks beside the call from then on", async () => {
    for (const [ageMs, questions] of [
      [300_000, 0],
      [300_001, 1],
    ] as const) {
      const { virtual, storage, create, asked, read } = start();
      storage.setItem(key, stored(virtual.now() - ageMs));
      await read(create());
      await virtual.run(virtual.sleep(5000));
      assert.equal(asked().length, questions, String(ageMs));
    }
  });

  it("asks again when its time is over once more, not before", async () => {
    const { virtual, create, asked, read, server } = start();
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

  it("refuses to believe any answer longer than a day fresh and a month in all, whatever it says of itself", async () => {
    for (const [ageMs, changes, found] of [
      [86_400_000, { ttlSeconds: 1e9 }, "used"],
      [86_400_001, { ttlSeconds: 1e9 }, "asked"],
      [86_400_000 + 2_592_000_000, { ttlSeconds: 1e9, staleIfErrorSeconds: 1e9 }, "asked"],
      [86_400_001 + 2_592_000_000, { ttlSeconds: 1e9, staleIfErrorSeconds: 1e9 }, "answer-expired"],
    ] as const) {
      const { virtual, storage, create, asked, server } = start();
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
      const { virtual, storage, create, server } = start();
      server.answer = homeAnswer("CA", { version: 7 });
      const home = create();
      await virtual.run(home.ready());
      const at = virtual.now() - ageMs;
      storage.setItem(key, stored(at, { version, ttlSeconds: 77 }));
      await virtual.run(virtual.sleep(10));
      server.status = 503;
      await virtual.run(home.refresh().catch(() => {}));
      assert.equal(home.home?.ttlSeconds === 77, taken, `${version} ${ageMs}`);
    }
  });

  it("refuses what is stored about another organization than the one it knows", async () => {
    const { virtual, storage, create } = start();
    const home = create();
    await virtual.run(home.ready());
    storage.setItem(key, stored(virtual.now() + 1, { organization: "org_other", version: 9 }));
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    assert.equal(home.home?.organization, homeAnswer().organization);
  });

  it("refuses an answer that is no successor of what it knows, and says which field", async () => {
    const { virtual, create, server } = start();
    const home = create();
    await virtual.run(home.ready());
    for (const [answer, reason] of [
      [homeAnswer("US"), "jurisdiction"],
      [homeAnswer("CA", { organization: "org_other", version: 2 }), "organization"],
    ] as const) {
      server.answer = answer;
      await virtual.run(virtual.sleep(10));
      await assert.rejects(virtual.run(home.refresh()), (error: any) => {
        assert.deepEqual([error.code, error.details.reason], ["answer-refused", reason]);
        assert.match(error.message, new RegExp(`^the answer's ${reason} is "`));
        return true;
      });
      assert.equal(home.home?.jurisdiction, "CA");
    }
  });

  it("tells of a new version only, and keeps each answer", async () => {
    const { virtual, storage, create, server } = start();
    const home = create();
    const versions: number[] = [];
    home.on("home", ({ version }) => versions.push(version));
    await virtual.run(home.ready());
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    server.answer = homeAnswer("CA", { version: 2 });
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    assert.deepEqual(versions, [1, 2]);
    assert.deepEqual(JSON.parse(storage.getItem(key) as string), {
      at: virtual.now(),
      home: homeAnswer("CA", { version: 2 }),
    });
  });

  it("asks three times with growing pauses, then says whom it asked and what came", async () => {
    const { virtual, create, asked, server } = start();
    server.status = 503;
    const before = virtual.now();
    await assert.rejects(virtual.run(create().ready()), (error: any) => {
      assert.deepEqual(
        [error.code, error.message, error.details.status, error.details.cause.message],
        ["lookup-unreachable", "no answer from https://api.example.com", 503, "status 503"],
      );
      return true;
    });
    assert.deepEqual(
      asked().map(({ at }) => at - before),
      [0, 300, 1200],
    );
    server.status = 404;
    await assert.rejects(virtual.run(create().ready()), (error: any) => error.message === 'nobody knows "acme"');
    assert.equal(asked().length, 4, "who is not known is not asked for twice");
  });

  it("gives each question its time, and measures it with its status", async () => {
    const { virtual, create, server, runtime } = start({ timeouts: { lookupMs: 700 } }, 0);
    const signals: AbortSignal[] = [];
    const home = createHomeCore({
      lookup,
      organization: "acme",
      timeouts: { lookupMs: 700 },
      runtime: {
        ...runtime,
        fetch: (input, init) => {
          signals.push(init!.signal!);
          return runtime.fetch(input, init);
        },
      },
    });
    const told: unknown[] = [];
    home.on("measurement", ({ kind, at, ms, status }) => told.push([kind, at, ms, status]));
    virtual.hosts.set("api.example.com", () => ({ fault: "silence" }));
    const before = virtual.now();
    await assert.rejects(virtual.run(home.ready()));
    assert.equal(virtual.now() - before, 2100);
    assert.ok(signals.every(({ aborted }) => aborted));
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: server.answer, delayMs: 20 }));
    await virtual.run(home.ready());
    assert.deepEqual(told, [
      ["lookup", before, 2100, 0],
      ["lookup", before + 2100, 20, 200],
    ]);
    await virtual.run(create().ready());
  });

  it("asks without credentials, cookies and caches, and where those throw without their word", async () => {
    const inits: RequestInit[] = [];
    const fetch: typeof globalThis.fetch = async (_, init) => {
      inits.push(init!);
      return Response.json(homeAnswer());
    };
    const dispatcher = {};
    await createHomeCore({ lookup, organization: "acme", fetch }).ready();
    await createHomeCore({ lookup, organization: "acme", fetch, dispatcher }).ready();
    assert.deepEqual(
      inits.map(({ signal: _, ...init }) => init),
      [
        { redirect: "manual", credentials: "omit", cache: "no-cache" },
        { redirect: "manual", credentials: "omit", cache: "no-cache", dispatcher },
      ],
    );
    // Read once, when the module is loaded.
    const file = require.resolve("../../client/directory");
    const known = require.cache[file];
    delete require.cache[file];
    try {
      await on({ caches: { default: {} } }, async () => {
        const { createDirectory } = require("../../client/directory") as typeof import("../../client/directory");
        const virtual = createVirtual();
        const runtime = { ...virtual.runtime, fetch };
        const quiet = { change() {}, measured() {} };
        await virtual.run(createDirectory({ lookup, organization: "acme" }, runtime, quiet).get());
      });
    } finally {
      require.cache[file] = known;
    }
    assert.equal(inits.at(-1)!.cache, undefined);
  });

  it("keeps what the lookup has said when a Region says 421, and gives up what only the storage has", async () => {
    const told = start();
    const home = told.create();
    await told.virtual.run(home.ready());
    told.virtual.hosts.set("ca.api.example.com", () => ({ status: 421 }));
    told.server.status = 503;
    await assert.rejects(told.read(home));
    assert.equal(home.home?.version, 1, "the lookup's word stands while it cannot be asked");

    const only = start();
    only.storage.setItem(key, stored(only.virtual.now(), { version: 9 }));
    only.virtual.hosts.set("ca.api.example.com", () => ({ status: 421 }));
    only.server.status = 503;
    const doubtful = only.create();
    await assert.rejects(only.read(doubtful));
    assert.equal(doubtful.home === undefined, true);
    only.server.status = 200;
    only.virtual.hosts.set("ca.api.example.com", () => ({ status: 200 }));
    await only.read(doubtful);
    assert.equal(doubtful.home?.version, 1);
    only.storage.setItem(key, stored(only.virtual.now() + 5, { version: 3 }));
    await only.virtual.run(only.virtual.sleep(10));
    only.server.status = 503;
    await only.virtual.run(doubtful.refresh().catch(() => {}));
    assert.equal(doubtful.home?.version, 3, "and believes the storage again");
  });

  it("forgets with and without a storage, and asks at once when it is wanted again", async () => {
    const bare = start({ storage: undefined });
    const home = bare.create();
    await bare.virtual.run(home.ready());
    await home.forget();
    await bare.virtual.run(home.ready());
    assert.equal(bare.asked().length, 2);
    assert.equal(home.home?.version, 1);
    const { virtual, storage, create, asked } = start();
    const other = create();
    await virtual.run(other.ready());
    await virtual.run(other.forget());
    assert.deepEqual(storage.getAllKeys(), []);
    await virtual.run(other.ready());
    assert.equal(asked().length, 2);
  });
});
