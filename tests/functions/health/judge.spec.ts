import assert from "node:assert/strict";
import { Judge, judgedSeconds, toleratedSeconds } from "../../../functions/health/judge";
import type { DependencyHealth } from "../../../functions/shared/dependencies";

const ok: DependencyHealth = { name: "profile", status: "ok", ms: 3 };
const failed: DependencyHealth = { name: "profile", status: "failed", ms: 3, code: "timeout" };

/** A judge whose dependencies are `state` when they are used. */
function world() {
  const all = { now: 0, state: ok, uses: 0, wait: Promise.resolve() };
  const judge = new Judge(
    [],
    () => all.now,
    async () => {
      all.uses += 1;
      await all.wait;
      return [all.state];
    },
  );
  const later = async () => {
    all.now += judgedSeconds * 1000;
    return (await judge.judge()).healthy;
  };
  return { all, judge, later };
}

describe("the judge of a Region", () => {
  it("uses its dependencies at most every five seconds", async () => {
    const { all, judge } = world();
    await judge.judge();
    all.now = judgedSeconds * 1000 - 1;
    assert.deepEqual((await judge.judge()).dependencies, [ok]);
    assert.equal(all.uses, 1);
    all.now += 1;
    await judge.judge();
    assert.equal(all.uses, 2);
  });

  it("uses them once for all who ask meanwhile", async () => {
    const { all, judge } = world();
    let go = () => {};
    all.wait = new Promise((resolve) => {
      go = resolve;
    });
    const asked = [judge.judge(), judge.judge(), judge.judge()];
    go();
    const judgements = await Promise.all(asked);
    assert.equal(all.uses, 1);
    assert.ok(judgements.every((judgement) => judgement === judgements[0]));
  });

  it("tolerates a failure where all has just worked, and tells it", async () => {
    const { all, judge, later } = world();
    await judge.judge();
    all.state = failed;
    all.now = judgedSeconds * 1000;
    assert.deepEqual(await judge.judge(), { healthy: true, dependencies: [failed], at: all.now });
    all.state = ok;
    assert.equal(await later(), true);
    all.state = failed;
    assert.equal(await later(), true);
  });

  it("is unhealthy with the second failure in a row, and healthy with the first success", async () => {
    const { all, later } = world();
    assert.equal(await later(), true);
    all.state = failed;
    assert.deepEqual([await later(), await later(), await later()], [true, false, false]);
    all.state = ok;
    assert.deepEqual([await later(), await later()], [true, true]);
  });

  it("refuses at once where it has never seen anything work: others have, and have said so", async () => {
    const { all, judge } = world();
    all.state = failed;
    assert.equal((await judge.judge()).healthy, false);
  });

  it("refuses where all has worked too long ago to say anything of now, however few have asked since", async () => {
    const { all, judge } = world();
    const failingLater = async (ms: number) => {
      all.state = ok;
      all.now += judgedSeconds * 1000;
      await judge.judge();
      all.state = failed;
      all.now += ms;
      return (await judge.judge()).healthy;
    };
    assert.equal(toleratedSeconds, 10);
    assert.deepEqual(
      [await failingLater(9_999), await failingLater(10_000), await failingLater(86_400_000)],
      [true, false, false],
    );
  });

  it("counts time from when the dependencies have answered: one that hangs until then has failed meanwhile", async () => {
    const { all, judge } = world();
    await judge.judge();
    all.state = failed;
    all.now = toleratedSeconds * 1000 - 1;
    all.wait = Promise.resolve().then(() => {
      all.now += 1;
    });
    assert.equal((await judge.judge()).healthy, false);
  });
});
