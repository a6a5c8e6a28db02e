import assert from "node:assert/strict";
import { isCredible, measureLag } from "../../../local/control/host-lag";

describe("a host's lag", function () {
  this.timeout(60_000);

  it("is credible up to half a second of the twin's time, of which a busy process takes little at any speed", () => {
    assert.deepEqual(
      [0, 500, 501].map((lag) => isCredible(lag, 1)),
      [true, true, false],
    );
    // 20 ms at eight times the speed, the rest in real time.
    assert.deepEqual(
      [360, 361].map((lag) => isCredible(lag, 8)),
      [true, false],
    );
    assert.deepEqual(
      [12, 13].map((lag) => isCredible(lag, 40)),
      [true, false],
    );
  });

  it("is measured on the event loop", async () => {
    const lag = measureLag();
    try {
      while (lag.lagMs() < 100) {
        const end = performance.now() + 200;
        while (performance.now() < end) {}
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      lag.stop();
    }
  });
});
