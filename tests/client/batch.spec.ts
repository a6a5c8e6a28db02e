import assert from "node:assert/strict";
import { mock } from "node:test";
import { createBatch, createHomes } from "../../client/batch";
import { homeAnswer, lookup } from "../support/home-answer";

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
      results.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason.message))),
      ["v1", "no 2", "v1", "v3"],
    );
    await read(4);
    assert.equal(loads.length, 2);
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
      reads.push(patient(2));
      assert.deepEqual(loads, []);
      mock.timers.tick(1);
      assert.deepEqual(await Promise.all(reads), ["1", "2"]);
      assert.deepEqual(loads, [2]);
      // Full before its time: it goes at once, and leaves nothing for later.
      await Promise.all([3, 4, 5].map(patient));
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
    const [one, two] = await Promise.allSettled([short(1), short(2)]);
    assert.deepEqual([one?.status, two?.status], ["fulfilled", "rejected"]);
  });

  it("asks for the homes of many organizations at once, each held to the rules", async () => {
    let sent: string[] = [];
    const results: Record<string, object> = {
      acme: { organization: "acme", home: homeAnswer() },
      globex: {
        organization: "globex",
        problem: { status: 404, title: "Nobody knows it.", code: "organization-unknown" },
      },
      lying: { organization: "lying", home: { ...homeAnswer("US"), jurisdiction: "CA" } },
      swapped: { organization: "acme", home: homeAnswer() },
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
    const codes = all.slice(1).map((one) => (one as PromiseRejectedResult).reason.code);
    assert.deepEqual(codes, ["organization-unknown", "answer-refused", "answer-refused", "answer-refused"]);
    const down = createHomes({ lookup, fetch: async () => Promise.reject(new TypeError("fetch failed")) });
    await assert.rejects(down("acme"), code("lookup-unreachable"));
  });
});
