import assert from "node:assert/strict";
import { Judge, judgedSeconds, toleratedFailures } from "../../../functions/health/judge";
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

  it("tolerates a failure, and tells it", async () => {
    const { all, judge, later } = world();
    all.state = failed;
    assert.deepEqual(await judge.judge(), { healthy: true, dependencies: [failed], at: 0 });
    all.state = ok;
    assert.equal(await later(), true);
    all.state = failed;
    assert.equal(await later(), true);
  });

  it("is unhealthy with the second failure in a row, and healthy with the first success", async () => {
    const { all, later } = world();
    assert.equal(toleratedFailures, 1);
    all.state = failed;
    assert.deepEqual([await later(), await later(), await later()], [true, false, false]);
    all.state = ok;
    assert.deepEqual([await later(), await later()], [true, true]);
  });
});
