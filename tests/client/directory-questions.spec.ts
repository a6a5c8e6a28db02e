/** How the lookup is asked: within which time, how often, with what. */
import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { directoryWorld } from "../support/directory-world";
import { homeResponse, lookup } from "../support/home-response";
import { on } from "../support/platform";
import { createVirtual } from "../support/virtual-network";

describe("client directory questions", () => {
  it("asks three times with growing pauses, then says whom it asked and what came", async () => {
    const { virtual, create, asked, server } = directoryWorld();
    server.status = 503;
    const before = virtual.now();
    await assert.rejects(virtual.run(create().ready()), (error: any) => {
      assert.deepEqual(
        [error.code, error.message, error.details.status, error.details.cause.message],
        ["lookup-unreachable", "no response from https://api.example.com", 503, "status 503"],
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

  it("looks once whether its home is good, also where the lookup has failed and is due again", async () => {
    const { virtual, server, runtime } = directoryWorld();
    server.response = { ...homeResponse(), ttlSeconds: 1 };
    let looks = 0;
    const now = () => {
      looks++;
      return virtual.now();
    };
    const home = createHomeCore({ lookup, organization: "acme", runtime: { ...runtime, now } });
    await virtual.run(home.ready());
    server.status = 503;
    // It fails for minutes, and the pauses between questions grow longer than the response is fresh.
    for (let second = 0; second < 300; second += 2) {
      await virtual.run(virtual.sleep(2000));
      looks = 0;
      await virtual.run(home.ready());
      assert.ok(looks < 50, `${looks} times after ${second} s`);
    }
  });

  it("gives each question its time, and measures it with its status", async () => {
    const { virtual, create, server, runtime } = directoryWorld({ timeouts: { lookupMs: 700 } }, 0);
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
    const reported: unknown[] = [];
    home.on("measurement", ({ kind, at, ms, status }) => reported.push([kind, at, ms, status]));
    virtual.hosts.set("api.example.com", () => ({ fault: "silence" }));
    const before = virtual.now();
    await assert.rejects(virtual.run(home.ready()));
    assert.equal(virtual.now() - before, 2100);
    assert.ok(signals.every(({ aborted }) => aborted));
    await virtual.run(virtual.sleep(1000));
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: server.response, delayMs: 20 }));
    await virtual.run(home.ready());
    assert.deepEqual(reported, [
      ["lookup", before, 2100, 0],
      ["lookup", before + 3100, 20, 200],
    ]);
    await virtual.run(create().ready());
  });

  it("asks without credentials, cookies and caches, and where those throw without their word", async () => {
    const inits: RequestInit[] = [];
    const fetch: typeof globalThis.fetch = async (_, init) => {
      inits.push(init!);
      return Response.json(homeResponse());
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
});
