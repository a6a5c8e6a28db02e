/** What a browser's page adds: when it is hidden, and what its connections took. */
import assert from "node:assert/strict";
import { connectOf, measureWorld } from "../support/measure-world";
import { on } from "../support/platform";

describe("client measure in a page", () => {
  it("sends when the page is hidden, and hears nothing once it is stopped", async () => {
    const listeners = new Map<string, () => void>();
    const document = {
      visibilityState: "visible",
      addEventListener: (type: string, listener: () => void) => listeners.set(type, listener),
      removeEventListener: (type: string, listener: () => void) =>
        listeners.get(type) === listener && listeners.delete(type),
    };
    await on({ document }, async () => {
      const { virtual, home, bodies, measure } = measureWorld();
      await virtual.run(home.ready());
      listeners.get("visibilitychange")!();
      await virtual.run(virtual.sleep(100));
      assert.equal(bodies.length, 0);
      document.visibilityState = "hidden";
      listeners.get("visibilitychange")!();
      await virtual.run(virtual.sleep(100));
      assert.equal(bodies.length, 1);
      home.emit("measurement", connectOf(1));
      measure.stop();
      assert.deepEqual([...listeners.keys()], []);
      for (let n = 0; n < 100; n++) {
        home.emit("measurement", connectOf(n));
      }
      await virtual.run(virtual.sleep(60_000));
      assert.equal(bodies.length, 1, "not even a full batch");
      measureWorld({ sampling: 0 });
      assert.deepEqual([...listeners.keys()], []);
    });
  });

  it("measures what connecting to home took in a browser, and to nobody else", async () => {
    let tell: (entries: object[]) => void = () => {};
    let observed: unknown;
    let disconnected = 0;
    class PerformanceObserver {
      static supportedEntryTypes = ["resource"];
      constructor(run: (list: { getEntries(): object[] }) => void) {
        tell = (entries) => run({ getEntries: () => entries });
      }
      observe(what: unknown) {
        observed = what;
      }
      disconnect() {
        disconnected++;
      }
    }
    const parts = { PerformanceObserver, performance: { timeOrigin: 1000 }, document: {} };
    const entry = (name: string, ms: number) => ({ name, startTime: 5, connectStart: 10, connectEnd: 10 + ms });
    await on(parts, async () => {
      const { virtual, home, measure } = measureWorld();
      const reported: unknown[] = [];
      tell([entry("https://ca.api.example.com/v1/profile", 30)]);
      await virtual.run(home.ready());
      home.on("measurement", (measurement) => reported.push(measurement));
      tell([
        entry("https://ca-west-1.ca.api.example.com/v1/profile", 30),
        entry("https://ca.api.example.com/v1/profile", 0),
        entry("https://ca.api.example.com.evil.test/", 9),
        entry("https://api.example.com/", 9),
      ]);
      assert.deepEqual(observed, { type: "resource" });
      assert.deepEqual(reported, [{ kind: "connect", at: 1005, ms: 30, region: "ca-west-1", status: 200 }]);
      measure.stop();
      assert.equal(disconnected, 1);
    });
    observed = undefined;
    const unable = class extends PerformanceObserver {
      static override supportedEntryTypes = ["mark"];
    };
    for (const changed of [
      { document: undefined },
      { PerformanceObserver: undefined },
      { PerformanceObserver: class {} },
      { PerformanceObserver: unable },
    ]) {
      await on({ ...parts, ...changed }, () => measureWorld().measure.stop());
    }
    await on(parts, () => measureWorld({ sampling: 0 }).measure.stop());
    assert.equal(observed, undefined);
  });
});
