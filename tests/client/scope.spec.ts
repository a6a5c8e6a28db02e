import assert from "node:assert/strict";
import { isHomeError } from "../../client/errors";
import { createLatency } from "../../client/latency";
import { createScope, withTimeout } from "../../client/scope";
import { createVirtual } from "../support/virtual-network";

describe("client scope", () => {
  it("ends at its deadline, says which, and lets nothing run after that", async () => {
    const { runtime, run, sleep } = createVirtual();
    const scope = createScope(runtime, 100);
    const ended: unknown[] = [];
    scope.onEnd((reason) => ended.push(reason));
    await run(sleep(99));
    assert.deepEqual([scope.endedBy, ended], [undefined, []]);
    await run(sleep(1));
    assert.equal(ended.length, 1);
    const error = ended[0] as Error & { details: { phase: string } };
    assert.ok(isHomeError(error, "timeout"));
    assert.deepEqual([scope.endedBy, error.message, error.details.phase], [error, "no response in 100 ms", "whole"]);
    const late: unknown[] = [];
    scope.onEnd((reason) => late.push(reason));
    assert.deepEqual(late, [error], "who comes late is told at once");
    await assert.rejects(run(scope.race(new Promise(() => {}))), (thrown) => thrown === error);
    await assert.rejects(run(scope.sleep(5)), (thrown) => thrown === error);
  });

  it("ends once, by whoever is first", async () => {
    const { runtime, run, sleep } = createVirtual();
    const abort = new AbortController();
    const scope = createScope(runtime, 100, abort.signal);
    let times = 0;
    scope.onEnd(() => times++);
    abort.abort("enough");
    await run(sleep(200));
    assert.deepEqual([scope.endedBy, times], ["enough", 1]);
    const late = new AbortController();
    const other = createScope(runtime, 100, late.signal);
    await run(sleep(200));
    const first = other.endedBy;
    late.abort("too late");
    assert.equal(other.endedBy, first);
  });

  it("ends once where its end makes the caller abort as well", async () => {
    const { runtime, run, sleep } = createVirtual();
    const abort = new AbortController();
    const scope = createScope(runtime, 100, abort.signal);
    const reasons: unknown[] = [];
    scope.onEnd((reason) => {
      reasons.push(reason);
      abort.abort("the app's");
    });
    await run(sleep(200));
    assert.ok(isHomeError(scope.endedBy, "timeout"));
    assert.deepEqual(reasons, [scope.endedBy]);
  });

  it("sets no timer for a sleep in what has ended", async () => {
    const { runtime } = createVirtual();
    let timers = 0;
    const counting = {
      ...runtime,
      setTimeout: (run: () => void, ms: number) => ++timers && runtime.setTimeout(run, ms),
    };
    const scope = createScope(counting, 100, AbortSignal.abort("before"));
    const before = timers;
    await assert.rejects(scope.sleep(5), (reason) => reason === "before");
    assert.equal(timers, before);
  });

  it("is over at once where the caller's signal is, and with a reason where that has none", () => {
    const { runtime } = createVirtual();
    assert.equal(createScope(runtime, 100, AbortSignal.abort("before")).endedBy, "before");
    const old = { aborted: true, addEventListener() {}, removeEventListener() {} } as unknown as AbortSignal;
    assert.equal((createScope(runtime, 100, old).endedBy as Error).message, "aborted");
  });

  it("tells nobody who has taken it back, and leaves neither timer nor listener once it is finished", async () => {
    const { runtime, run, sleep } = createVirtual();
    const abort = new AbortController();
    const listeners = new Set<unknown>();
    const { signal } = abort;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener(type: string, listener: () => void) {
        listeners.add(listener);
        add(type, listener);
      },
      removeEventListener(type: string, listener: () => void) {
        if (type === "abort") {
          listeners.delete(listener);
        }
        remove(type, listener);
      },
    });
    const scope = createScope(runtime, 100, signal);
    const reported: string[] = [];
    const off = scope.onEnd(() => reported.push("off"));
    scope.onEnd(() => reported.push("on"));
    off();
    assert.equal(listeners.size, 1);
    scope.finish();
    assert.equal(listeners.size, 0);
    abort.abort("enough");
    await run(sleep(200));
    assert.deepEqual([reported, scope.endedBy], [[], undefined]);
    const second = createScope(runtime, 100);
    const back = second.onEnd(() => reported.push("off"));
    second.onEnd(() => reported.push("on"));
    back();
    await run(sleep(200));
    assert.deepEqual(reported, ["on"]);
  });

  it("sleeps until then, or until it ends, and cleans up behind either", async () => {
    const virtual = createVirtual();
    const timers = new Set<unknown>();
    const runtime = {
      ...virtual.runtime,
      setTimeout(run: () => void, ms: number) {
        const timer = virtual.runtime.setTimeout(() => {
          timers.delete(timer);
          run();
        }, ms);
        timers.add(timer);
        return timer;
      },
      clearTimeout(timer: unknown) {
        timers.delete(timer);
        virtual.runtime.clearTimeout(timer);
      },
    };
    const abort = new AbortController();
    const scope = createScope(runtime, 1000, abort.signal);
    const before = virtual.now();
    await virtual.run(scope.sleep(30));
    assert.equal(virtual.now() - before, 30);
    const sleeping = scope.sleep(500);
    assert.equal(timers.size, 2);
    abort.abort("enough");
    await assert.rejects(virtual.run(sleeping), (reason) => reason === "enough");
    assert.equal(timers.size, 0);
  });

  it("gives what is within it, its value or its error, and forgets who has waited", async () => {
    const { runtime, run, sleep } = createVirtual();
    const scope = createScope(runtime, 1000);
    assert.equal(await run(scope.race(Promise.resolve(7))), 7);
    await assert.rejects(run(scope.race(Promise.reject(new Error("own")))), /own/);
    let asked: AbortSignal | undefined;
    const value = await run(
      withTimeout(runtime, 100, async (signal) => {
        asked = signal;
        return "x";
      }),
    );
    assert.deepEqual([value, asked?.aborted], ["x", false]);
    const silent = withTimeout(runtime, 100, (signal) => {
      asked = signal;
      return new Promise(() => {});
    });
    await assert.rejects(run(silent), (error) => isHomeError(error, "timeout"));
    assert.equal(asked?.aborted, true, "what it has asked for is called off");
    const done = withTimeout(runtime, 100, async (signal) => {
      asked = signal;
    });
    await run(done);
    await run(sleep(500));
    assert.equal(asked?.aborted, false, "and nothing is once it is there");
  });

  it("lets its deadline keep Node alive no longer once it is detached", () => {
    let unreferenced = 0;
    const timer = { unref: () => unreferenced++ };
    const runtime = { ...createVirtual().runtime, setTimeout: () => timer, clearTimeout: () => {} };
    createScope(runtime, 100).detach();
    assert.equal(unreferenced, 1);
    createScope({ ...runtime, setTimeout: () => 7 }, 100).detach();
    createScope({ ...runtime, setTimeout: () => undefined }, 100).detach();
  });
});

describe("client latency", () => {
  it("says nothing before twenty answers, and then what 95 of 100 take, counted anew each 16", () => {
    const latency = createLatency(300);
    for (let n = 1; n < 20; n++) {
      latency.add(n);
    }
    assert.deepEqual([latency.p95(), latency.count()], [300, 19]);
    latency.add(20);
    assert.equal(latency.p95(), 19, "the 19th of 20");
    for (let n = 0; n < 15; n++) {
      latency.add(1000);
    }
    assert.equal(latency.p95(), 19);
    latency.add(1000);
    assert.equal(latency.p95(), 1000);
  });

  it("sorts by number, and forgets all but the last 128", () => {
    const latency = createLatency();
    for (const ms of [9, 100, 8, 20, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) {
      latency.add(ms);
    }
    assert.equal(latency.p95(), 20);
    for (let n = 20; n < 148; n++) {
      latency.add(n < 141 ? 5 : 50);
    }
    assert.equal(latency.p95(), 50, "7 of the last 128 are slow: more than a twentieth");
    for (let n = 148; n < 276; n++) {
      latency.add(5);
    }
    assert.equal(latency.p95(), 5);
  });
});
