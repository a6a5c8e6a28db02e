import assert from "node:assert/strict";
import { breakerRules } from "../../client/breaker";
import { createFleet, type Shift } from "../../client/fleet";
import { homeAnswer } from "../support/home-answer";
import { createVirtual } from "../support/virtual-network";

const home = homeAnswer();
const [first, second] = home.endpoints as [(typeof home.endpoints)[0], (typeof home.endpoints)[0]];
const none = () => false;

function start() {
  const virtual = createVirtual();
  const shifts: Shift[] = [];
  const fleet = createFleet({ ...virtual.runtime, random: () => 0.5 }, (why) => shifts.push(why));
  const lose = (endpoint = first, why: Shift = "failures") => {
    for (let failure = 0; failure < breakerRules.failures; failure++) {
      fleet.failed(endpoint, why);
    }
  };
  return { ...virtual, fleet, shifts, lose };
}

describe("client fleet", () => {
  it("chooses the first that is well and not spent", () => {
    const { fleet, lose } = start();
    assert.equal(fleet.choose(home, none, false), first);
    assert.equal(
      fleet.choose(home, (one) => one === first, false),
      second,
    );
    assert.equal(
      fleet.choose(home, () => true, false),
      undefined,
    );
    lose();
    assert.equal(fleet.choose(home, none, false), second);
    assert.equal(fleet.active(home), second);
    lose(second);
    assert.deepEqual([fleet.choose(home, none, false), fleet.active(home)], [undefined, undefined]);
  });

  it("makes a trial when it is due: of reads at once, of careful requests only where nobody else is left", async () => {
    const { fleet, lose, run, sleep } = start();
    lose();
    await run(sleep(1999));
    assert.equal(fleet.choose(home, none, false), second);
    await run(sleep(1));
    assert.equal(fleet.choose(home, none, false), first);
    assert.equal(fleet.choose(home, none, true), second);
    assert.equal(
      fleet.choose(home, (one) => one === second, true),
      first,
    );
    fleet.began(first);
    assert.equal(fleet.choose(home, none, false), second, "one trial at a time");
    fleet.released(first);
    assert.equal(fleet.choose(home, none, false), first, "and the next when it was called off");
  });

  it("lets others wait for the verdict of a trial, good or bad", async () => {
    for (const good of [true, false]) {
      const { fleet, lose, run, sleep } = start();
      assert.equal(await run(fleet.verdict(home)), false);
      fleet.began(first);
      assert.equal(await run(fleet.verdict(home)), false, "a request to an endpoint that is well is no trial");
      lose();
      await run(sleep(2000));
      assert.equal(await run(fleet.verdict(home)), false);
      fleet.began(first);
      let verdict: boolean | undefined;
      const waiting = fleet.verdict(home).then((answer) => {
        verdict = answer;
      });
      await run(sleep(500));
      assert.equal(verdict, undefined);
      if (good) {
        fleet.succeeded(first, 20);
      } else {
        fleet.failed(first, "failures");
      }
      await run(waiting);
      assert.equal(verdict, true);
      assert.equal(await run(fleet.verdict(home)), false);
    }
  });

  it("tells why the endpoint in use has changed, once", () => {
    const { fleet, shifts, lose } = start();
    lose(first, "slow");
    fleet.failed(first, "failures");
    assert.deepEqual(shifts, ["slow"]);
    fleet.succeeded(first, 20);
    fleet.succeeded(first, 20);
    assert.deepEqual(shifts, ["slow", "recovered"]);
  });

  it("forgets failures at an answer, but not at one that is slower than most", () => {
    for (const [ms, forgets] of [
      [20, true],
      [21, false],
      [900, false],
    ] as const) {
      const { fleet, shifts } = start();
      for (let answer = 0; answer < 20; answer++) {
        fleet.succeeded(first, 10);
      }
      fleet.failed(first, "slow");
      fleet.failed(first, "slow");
      fleet.succeeded(first, ms);
      fleet.failed(first, "slow");
      assert.deepEqual(shifts, forgets ? [] : ["slow"], String(ms));
    }
    const { fleet, shifts } = start();
    for (let answer = 0; answer < 20; answer++) {
      fleet.succeeded(first, 1);
    }
    fleet.failed(first, "slow");
    fleet.failed(first, "slow");
    fleet.succeeded(first, 20);
    fleet.failed(first, "slow");
    assert.deepEqual(shifts, [], "below 20 ms nothing is slow");
  });

  it("tells those who hang at an endpoint when it is given up, and nobody before or after", () => {
    const { fleet } = start();
    const left: string[] = [];
    const { flights } = fleet.of(first);
    const one = () => flights.delete(one) && left.push("one");
    flights.add(one);
    flights.add(() => left.push("two"));
    fleet.of(second).flights.add(() => left.push("other"));
    fleet.failed(first, "slow");
    fleet.failed(first, "slow");
    assert.deepEqual(left, []);
    fleet.failed(first, "slow");
    fleet.failed(first, "slow");
    assert.deepEqual(left, ["one", "two"]);
  });

  it("tries each at once after a pardon, whatever was under way", async () => {
    const { fleet, lose, run, sleep } = start();
    lose(first);
    lose(second);
    assert.equal(fleet.choose(home, none, false), undefined);
    fleet.pardon();
    assert.equal(fleet.choose(home, none, false), first);
    fleet.began(first);
    fleet.pardon();
    assert.equal(fleet.choose(home, none, false), first);
    assert.equal(fleet.of(first).breaker.isOpen, true, "but not well before it has answered");
    await run(sleep(1));
    const { fleet: well } = start();
    well.began(first);
    well.released(first);
    well.pardon();
    assert.deepEqual(well.of(first).breaker.isOpen, false);
  });
});
