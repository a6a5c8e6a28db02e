import assert from "node:assert/strict";
import { forEachBounded } from "../../registry/pool";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("work in bounded parallel", () => {
  it("does everything, never more than the limit at once", async () => {
    let running = 0;
    let most = 0;
    const finished = await forEachBounded(Array.from({ length: 50 }), 4, async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    });
    assert.deepEqual([finished, most, running], [50, 4, 0]);
  });

  it("takes no more after a failure, waits for what is in flight, and throws it", async () => {
    let started = 0;
    let ended = 0;
    const work = async (item: number) => {
      started++;
      await turn();
      if (item === 5) {
        throw new Error("five");
      }
      ended++;
    };
    await assert.rejects(forEachBounded(Array.from({ length: 100 }).keys(), 4, work), /five/);
    assert.ok(started < 15, `${started} started`);
    assert.equal(ended, started - 1);
  });

  it("takes no more when it is aborted", async () => {
    const stop = new AbortController();
    const work = async (item: number) => {
      if (item === 9) {
        stop.abort();
      }
      await turn();
    };
    assert.ok((await forEachBounded(Array.from({ length: 100 }).keys(), 2, work, stop.signal)) < 15);
  });
});
