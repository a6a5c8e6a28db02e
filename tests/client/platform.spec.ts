import assert from "node:assert/strict";
import { mock } from "node:test";
import { createRuntime, seemsOnline } from "../../client/platform";
import { on } from "../support/platform";

describe("client platform", () => {
  it("takes chance and timers from the platform, unless it is given others", () => {
    const random = mock.method(Math, "random", () => 0.25);
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const { random: chance, setTimeout, clearTimeout } = createRuntime({});
      assert.equal(chance(), 0.25);
      const ran: string[] = [];
      setTimeout(() => ran.push("kept"), 10);
      clearTimeout(setTimeout(() => ran.push("cleared"), 10));
      mock.timers.tick(9);
      assert.deepEqual(ran, []);
      mock.timers.tick(1);
      assert.deepEqual(ran, ["kept"]);
      assert.equal(createRuntime({ runtime: { random: () => 1 } }).random(), 1);
    } finally {
      mock.timers.reset();
      random.mock.restore();
    }
  });

  it("lets one tab at a time, where there are Web Locks, and runs at once where there are none", async () => {
    const asked: string[] = [];
    const locks = {
      request: (name: string, run: () => Promise<number>) => {
        asked.push(name);
        return run();
      },
    };
    const { exclusively } = createRuntime({});
    for (const navigator of [{ locks }, {}, undefined]) {
      await on({ navigator }, async () => assert.equal(await exclusively("name", async () => 3), 3));
    }
    assert.deepEqual(asked, ["name"]);
  });

  it("is offline only where the platform is sure", async () => {
    for (const [navigator, expected] of [
      [{ onLine: false }, false],
      [{ onLine: true }, true],
      [{}, true],
      [undefined, true],
    ] as const) {
      await on({ navigator }, () => assert.equal(seemsOnline(), expected));
    }
  });
});
