import assert from "node:assert/strict";
import {
  check,
  type Dependency,
  DependencyFailed,
  type DependencyHealth,
} from "../../../functions/shared/dependencies";
import { TableRefused, TableUnavailable } from "../../../functions/shared/errors";
import { answersProbes, isProbe, type ProbeResult, probeEvent, probeTimeoutMs } from "../../../functions/shared/probe";
import { ManualTimer } from "../support/manual-timer";

const silent = () => new Promise<never>(() => {});

describe("checks of dependencies", () => {
  it("say how long each took, in whole milliseconds, and why it failed", async () => {
    let now = 1000;
    const failing = (name: string, error: unknown) => ({ name, use: () => Promise.reject(error) });
    const slow = {
      name: "slow",
      use: async () => {
        now += 12.6;
      },
    };
    assert.deepEqual(await check([slow], 100, () => now), [{ name: "slow", status: "ok", ms: 13 }]);
    const results = await check(
      [
        failing("a", new TableRefused("AccessDeniedException", "no")),
        failing("b", new TableUnavailable("no")),
        failing("c", new RangeError("no")),
        failing("d", new DependencyFailed("key-Disabled")),
      ],
      100,
      () => now,
    );
    assert.deepEqual(results, [
      { name: "a", status: "failed", ms: 0, code: "AccessDeniedException" },
      { name: "b", status: "failed", ms: 0, code: "table-unavailable" },
      { name: "c", status: "failed", ms: 0, code: "internal-error" },
      { name: "d", status: "failed", ms: 0, code: "key-Disabled" },
    ]);
  });

  it("fail with an error that says why", () => {
    const { name, message } = new DependencyFailed("key-Disabled");
    assert.deepEqual([name, message], ["DependencyFailed", "a dependency failed: key-Disabled"]);
  });

  it("are made all at once", async () => {
    const order: string[] = [];
    const dependency = (name: string) => ({
      name,
      use: async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
      },
    });
    await check([dependency("a"), dependency("b")], 100);
    assert.deepEqual(order, ["a begins", "b begins", "a ends", "b ends"]);
  });

  it("take one that is silent as failed when its time is up, and leave no timer behind", async () => {
    const timer = new ManualTimer();
    const works = { name: "works", use: async () => {} };
    const checking = check([{ name: "silent", use: silent }, works], 700, () => timer.now, timer.start);
    await timer.settle();
    assert.equal(timer.waiting, 1);
    timer.advance(700);
    assert.deepEqual(await checking, [
      { name: "silent", status: "failed", ms: 700, code: "timeout" },
      { name: "works", status: "ok", ms: 0 },
    ]);
    assert.equal(timer.waiting, 0);
  });
});

describe("a probe", () => {
  it("is an event that no request can be", () => {
    assert.ok(isProbe(JSON.parse(JSON.stringify(probeEvent))));
    assert.ok(!isProbe({ httpMethod: "POST", path: "/v1/profile", body: JSON.stringify(probeEvent) }));
    for (const other of [{ probe: "other" }, {}, null, undefined, 7, "probe"]) {
      assert.ok(!isProbe(other), JSON.stringify(other));
    }
  });

  it("is answered with the state of what the function needs", async () => {
    assert.ok(probeTimeoutMs < 1000);
    const probed = async (all: readonly Dependency[]) =>
      (await answersProbes(all, async () => ({ dependencies: [] }))(probeEvent)) as ProbeResult;
    assert.deepEqual(await probed([]), { dependencies: [] });
    const { dependencies } = await probed([{ name: "table", use: () => Promise.reject(new TableUnavailable("no")) }]);
    const [{ ms }] = dependencies as [DependencyHealth];
    assert.ok(Number.isInteger(ms) && ms >= 0 && ms < 60_000, `${ms}`);
    assert.deepEqual(
      dependencies.map(({ name, status, code }) => [name, status, code]),
      [["table", "failed", "table-unavailable"]],
    );
  });
});
