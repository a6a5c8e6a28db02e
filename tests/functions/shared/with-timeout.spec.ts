import assert from "node:assert/strict";
import { withTimeout } from "../../../functions/shared/with-timeout";
import { Day } from "../support/day";

describe("work within a time", () => {
  let day: Day;
  beforeEach(() => {
    day = new Day();
  });
  afterEach(() => day.end());

  it("is what it comes to, and no time-out stays behind", async () => {
    assert.equal(await withTimeout(200, Promise.resolve("done"), "late"), "done");
    assert.equal(day.waiting, 0);
  });

  it("is something else as soon as the time is over, and not before", async () => {
    let said: string | undefined;
    const never = withTimeout(200, new Promise<string>(() => {}), "late").then((what) => {
      said = what;
    });
    day.pass(199);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(said, undefined);
    day.pass(1);
    await never;
    assert.equal(said, "late");
  });

  it("refuses as the work does, and leaves no time-out behind", async () => {
    await assert.rejects(withTimeout(200, Promise.reject(new RangeError("no")), "late"), RangeError);
    assert.equal(day.waiting, 0);
  });

  it("lets work that fails too late harm nobody", async () => {
    let fail: (error: Error) => void = () => {};
    const work = new Promise<string>((_, reject) => {
      fail = reject;
    });
    const asked = withTimeout(200, work, "late");
    day.pass(200);
    assert.equal(await asked, "late");
    fail(new Error("too late"));
    // An unhandled rejection would end the process here.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
