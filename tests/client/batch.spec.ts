import assert from "node:assert/strict";
import { mock } from "node:test";
import { createBatch, createHomes } from "../../client/batch";
import { homeResponse, lookup } from "../support/home-response";

const code = (wanted: string) => (error: { code?: string }) => error.code === wanted;

describe("client batch", () => {
  it("puts the reads of one tick into one request, each with its own result or error", async () => {
    const loads: number[][] = [];
    const read = createBatch<number, string>({
      async load(keys) {
        loads.push([...keys]);
        return keys.map((key) => (key === 2 ? new Error("no 2") : `v${key}`));
      },
    });
    const late = Promise.resolve().then(() => read(3));
    const results = await Promise.allSettled([read(1), read(2), read(1), late]);
    assert.deepEqual(loads, [[1, 2, 3]]);
    assert.deepEqual(
      results.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason.message))),
      ["v1", "no 2", "v1", "v3"],
    );
    await read(4);
    assert.equal(loads.length, 2);
  });

  it("begins another request with a read that comes just after one has gone", async () => {
    const loads: number[][] = [];
    const read = createBatch<number, number>({
      async load(keys) {
        loads.push([...keys]);
        return keys;
      },
    });
    const readAfter = (turns: number, key: number) => {
      let turn = Promise.resolve();
      for (let count = 0; count < turns; count++) {
        turn = turn.then(() => {});
      }
      return turn.then(() => read(key));
    };
    const first = read(1);
    const next = readAfter(1, 3);
    await Promise.all([first, next, read(2), readAfter(2, 4)]);
    assert.deepEqual(loads, [
      [1, 2],
      [3, 4],
    ]);
  });

  it("is bounded in size and in time", async () => {
    const loads: number[] = [];
    const load = async (keys: readonly number[]) => {
      loads.push(keys.length);
      return keys.map(String);
    };
    const read = createBatch<number, string>({ load, maxSize: 3 });
    await Promise.all([1, 2, 3, 4, 5, 6, 7].map(read));
    assert.deepEqual(loads, [3, 3, 1]);
    loads.length = 0;
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const patient = createBatch<number, string>({ load, maxSize: 3, waitMs: 20 });
      const reads = [patient(1)];
      mock.timers.tick(19);
      await new Promise(setImmediate);
      reads.push(patient(2));
      assert.deepEqual(loads, []);
      mock.timers.tick(1);
      assert.deepEqual(await Promise.all(reads), ["1", "2"]);
      assert.deepEqual(loads, [2]);
      // Full before its time: it goes at once, and leaves nothing for later.
      await Promise.all([3, 4, 5].map(patient));
      mock.timers.tick(10);
      const next = patient(6);
      mock.timers.tick(19);
      assert.deepEqual(loads, [2, 3]);
      mock.timers.tick(1);
      await next;
      assert.deepEqual(loads, [2, 3, 1]);
    } finally {
      mock.timers.reset();
    }
  });

  it("fails everybody when the request fails, and whoever has no result", async () => {
    const failing = createBatch<number, string>({ load: async () => Promise.reject(new Error("down")) });
    assert.deepEqual(
      (await Promise.allSettled([failing(1), failing(2)])).map(({ status }) => status),
      ["rejected", "rejected"],
    );
    const short = createBatch<number, string>({ load: async () => ["one"] });
    const [first, second] = await Promise.allSettled([short(1), short(2)]);
    assert.deepEqual([first?.status, second?.status], ["fulfilled", "rejected"]);
  });

  it("asks for the homes of many organizations at once, each held to the rules", async () => {
    let sent: string[] = [];
    const results: Record<string, object> = {
      acme: { organization: "acme", home: homeResponse() },
      globex: {
        organization: "globex",
        problem: { status: 404, title: "Nobody knows it.", code: "organization-unknown" },
      },
      lying: { organization: "lying", home: { ...homeResponse("US"), jurisdiction: "CA" } },
      swapped: { organization: "acme", home: homeResponse() },
    };
    const homes = createHomes({
      lookup,
      fetch: async (input, init) => {
        assert.equal(String(input), "https://api.example.com/v1/homes");
        sent = JSON.parse(String(init?.body)).organizations;
        return Response.json({ results: sent.map((organization) => results[organization]) });
      },
    });
    const all = await Promise.allSettled(["acme", "globex", "lying", "swapped", "missing"].map(homes));
    assert.deepEqual(sent, ["acme", "globex", "lying", "swapped", "missing"]);
    assert.equal(all[0]?.status === "fulfilled" && all[0].value.jurisdiction, "CA");
    const codes = all.slice(1).map((result) => (result as PromiseRejectedResult).reason.code);
    assert.deepEqual(codes, ["organization-unknown", "response-refused", "response-refused", "response-refused"]);
    const down = createHomes({ lookup, fetch: async () => Promise.reject(new TypeError("fetch failed")) });
    await assert.rejects(down("acme"), code("lookup-unreachable"));
  });

  it("asks for equal keys once, by what makes them equal", async () => {
    const loads: unknown[] = [];
    const read = createBatch<{ id: number }, number>({
      keyOf: ({ id }) => id,
      async load(keys) {
        loads.push(keys.map(({ id }) => id));
        return keys.map(({ id }) => id * 10);
      },
    });
    assert.deepEqual(await Promise.all([read({ id: 1 }), read({ id: 2 }), read({ id: 1 })]), [10, 20, 10]);
    assert.deepEqual(loads, [[1, 2]]);
  });

  it("takes a hundred keys at most where nobody says, and undefined for a result", async () => {
    const loads: number[] = [];
    const read = createBatch<number, number | undefined>({
      async load(keys) {
        loads.push(keys.length);
        return keys.map((key) => (key === 3 ? undefined : key));
      },
    });
    const all = await Promise.all(Array.from({ length: 201 }, (_, n) => read(n)));
    assert.deepEqual([loads, all[3], all[200]], [[100, 100, 1], undefined, 200]);
  });

  it("says how many results there were for how many reads", async () => {
    const short = createBatch<number, string>({ load: async () => ["one"] });
    const [, two] = await Promise.allSettled([short(1), short(2)]);
    const { code, message } = (two as PromiseRejectedResult).reason;
    assert.deepEqual([code, message], ["refused", "The batch has 1 results for 2 reads."]);
    const down = createBatch<number, string>({ load: () => Promise.reject(new Error("down")) });
    await assert.rejects(down(1), /down/);
  });

  it("asks for homes by the lookup's contract, within its time, and says what went wrong", async () => {
    const asked: RequestInit[] = [];
    const timers: { ms: number; run: () => void; cleared: boolean }[] = [];
    const runtime = {
      setTimeout(run: () => void, ms: number) {
        const timer = { ms, run, cleared: false };
        timers.push(timer);
        return timer;
      },
      clearTimeout: (timer: { cleared: boolean }) => void Object.assign(timer, { cleared: true }),
    };
    const server = { respond: (): Response => Response.json({ results: [{ home: homeResponse() }] }) };
    const fetch: typeof globalThis.fetch = (_, init) => {
      asked.push(init!);
      return new Promise((resolve, reject) => {
        init!.signal!.addEventListener("abort", () => reject(new Error("aborted")));
        if (server.respond) {
          resolve(server.respond());
        }
      });
    };
    const homes = createHomes({ lookup, fetch, runtime });
    assert.equal((await homes("acme")).jurisdiction, "CA");
    const { signal: _, ...init } = asked[0]!;
    assert.deepEqual(init, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"organizations":["acme"]}',
      redirect: "manual",
      credentials: "omit",
    });
    assert.deepEqual(
      timers.map(({ ms, cleared }) => [ms, cleared]),
      [[5000, true]],
    );
    const failure = async (organization = "acme") =>
      (await homes(organization).then(
        () => assert.fail("it did not fail"),
        (error) => error,
      )) as { code: string; message: string; details: any };
    server.respond = () => new Response(null, { status: 503 });
    const unhealthy = await failure();
    assert.deepEqual(
      [unhealthy.code, unhealthy.message, unhealthy.details.status],
      ["lookup-unreachable", "The lookup answered 503.", 503],
    );
    server.respond = () => new Response("<html>");
    const broken = await failure();
    assert.deepEqual([broken.code, broken.message], ["lookup-unreachable", "The lookup gives no response."]);
    assert.ok(broken.details.cause instanceof SyntaxError);
    server.respond = () => Response.json({});
    assert.equal((await failure()).code, "response-refused", "no result at all");
    server.respond = () => Response.json({ results: [{ organization: "globex", home: homeResponse() }] });
    assert.equal((await failure()).message, "A result is about globex, not acme.");
    for (const [status, code] of [
      [404, "organization-unknown"],
      [503, "refused"],
    ] as const) {
      server.respond = () => Response.json({ results: [{ problem: { status, title: "No." } }] });
      const refused = await failure();
      assert.deepEqual([refused.code, refused.message, refused.details.problem.status], [code, "No.", status]);
    }
    server.respond = () => Response.json({ results: [{ home: homeResponse() }] });
    assert.equal((await failure("org_other")).code, "response-refused", "an id that is another's");
    server.respond = undefined as never;
    const silent = createHomes({ lookup, fetch, runtime, timeouts: { lookupMs: 70 } })("acme");
    await Promise.resolve()
      .then(() => {})
      .then(() => {})
      .then(() => {});
    await new Promise(setImmediate);
    assert.equal(timers.at(-1)!.ms, 70);
    timers.at(-1)!.run();
    await assert.rejects(silent, code("lookup-unreachable"));
    const pinned = createHomes({ lookup, fetch, runtime, jurisdictions: ["US"] });
    server.respond = () => Response.json({ results: [{ home: homeResponse() }] });
    await assert.rejects(pinned("acme"), code("response-refused"));
  });

  it("waits for other callers as long as it is told", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      let requests = 0;
      const fetch: typeof globalThis.fetch = async (_, init) => {
        requests++;
        const { organizations } = JSON.parse(String(init!.body)) as { organizations: string[] };
        return Response.json({
          results: organizations.map((organization) => ({ organization, home: homeResponse() })),
        });
      };
      const homes = createHomes({ lookup, fetch, waitMs: 30 });
      const reads = [homes("acme")];
      mock.timers.tick(29);
      await new Promise(setImmediate);
      assert.equal(requests, 0);
      reads.push(homes("globex"));
      mock.timers.tick(1);
      assert.equal((await Promise.all(reads)).length, 2);
      assert.equal(requests, 1);
    } finally {
      mock.timers.reset();
    }
  });
});
