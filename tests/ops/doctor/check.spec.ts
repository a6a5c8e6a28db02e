import assert from "node:assert/strict";
import { type Check, type Context, look, mustFix, ok, runChecks, unknown } from "../../../ops/doctor/check";

const context = {} as Context;

describe("the doctor's checks", () => {
  it("are told in their order, each finding under its check's name", async () => {
    let release: (() => void) | undefined;
    const first: Check = {
      name: "first",
      run: async (given) => {
        assert.equal(given, context);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return [ok("a"), mustFix("b", "c")];
      },
    };
    const second: Check = {
      name: "second",
      run: async () => {
        release?.();
        return [look("d", "e"), unknown("f")];
      },
    };
    assert.deepEqual(await runChecks([first, second], context), [
      { check: "first", status: "ok", found: "a" },
      { check: "first", status: "fix", found: "b", fix: "c" },
      { check: "second", status: "look", found: "d", fix: "e" },
      { check: "second", status: "unknown", found: "not checked: f" },
    ]);
  });

  it("never hang and never throw: one that does becomes one that was not made", async () => {
    const slow: Check = { name: "slow", run: () => new Promise(() => {}) };
    const broken: Check = { name: "broken", run: () => Promise.reject(new Error("no route")) };
    const odd: Check = { name: "odd", run: () => Promise.reject("text") };
    const thrown: Check = { name: "thrown", run: async () => JSON.parse("{") };
    const [first, ...others] = await runChecks([slow, broken, odd, thrown], context, 20);
    assert.deepEqual(first, { check: "slow", status: "unknown", found: "not checked: no response within 0.02 s" });
    assert.deepEqual(others.slice(0, 2), [
      { check: "broken", status: "unknown", found: "not checked: no route" },
      { check: "odd", status: "unknown", found: "not checked: text" },
    ]);
    assert.equal(others[2]?.status, "unknown");
  });

  it("leave no timer behind that would keep the process", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    // The test runner's own timer is there by then.
    await new Promise(setImmediate);
    const before = timers();
    await runChecks([{ name: "quick", run: async () => [] }], context, 3_600_000);
    assert.ok(timers() <= before);
  });
});
