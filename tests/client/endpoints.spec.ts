import assert from "node:assert/strict";
import { breakerRules } from "../../client/breaker";
import { createEndpoints, type Shift } from "../../client/endpoints";
import { homeResponse } from "../support/home-response";
import { createVirtual } from "../support/virtual-network";

const home = homeResponse();
const [first, second] = home.endpoints as [(typeof home.endpoints)[0], (typeof home.endpoints)[0]];
const none = () => false;

function start() {
  const virtual = createVirtual();
  const shifts: Shift[] = [];
  const endpoints = createEndpoints({ ...virtual.runtime, random: () => 0.5 }, (why) => shifts.push(why));
  const lose = (endpoint = first, why: Shift = "failures") => {
    for (let failure = 0; failure < breakerRules.failures; failure++) {
      endpoints.failed(endpoint, why);
    }
  };
  return { ...virtual, endpoints: endpoints, shifts, lose };
}

describe("endpoints of the client", () => {
  it("chooses the first that is well and not spent", () => {
    const { endpoints, lose } = start();
    assert.equal(endpoints.choose(home, none, false), first);
    assert.equal(
      endpoints.choose(home, (endpoint) => endpoint === first, false),
      second,
    );
    assert.equal(
      endpoints.choose(home, () => true, false),
      undefined,
    );
    lose();
    assert.equal(endpoints.choose(home, none, false), second);
    assert.equal(endpoints.active(home), second);
    lose(second);
    assert.deepEqual([endpoints.choose(home, none, false), endpoints.active(home)], [undefined, undefined]);
  });

  it("makes a trial when it is due: of reads at once, of careful requests only where nobody else is left", async () => {
    const { endpoints, lose, run, sleep } = start();
    lose();
    await run(sleep(1999));
    assert.equal(endpoints.choose(home, none, false), second);
    await run(sleep(1));
    assert.equal(endpoints.choose(home, none, false), first);
    assert.equal(endpoints.choose(home, none, true), second);
    assert.equal(
      endpoints.choose(home, (endpoint) => endpoint === second, true),
      first,
    );
    endpoints.began(first);
    assert.equal(endpoints.choose(home, none, false), second, "one trial at a time");
    endpoints.released(first);
    assert.equal(endpoints.choose(home, none, false), first, "and the next when it was called off");
    assert.equal(endpoints.active(home), second, "which says nothing of the endpoint");
  });

  it("lets others wait for the end of a trial, good or bad", async () => {
    for (const good of [true, false]) {
      const { endpoints, lose, run, sleep } = start();
      assert.equal(await run(endpoints.trialEnd(home)), false);
      endpoints.began(first);
      assert.equal(await run(endpoints.trialEnd(home)), false, "a request to an endpoint that is well is no trial");
      lose();
      await run(sleep(2000));
      assert.equal(await run(endpoints.trialEnd(home)), false);
      endpoints.began(first);
      let decision: boolean | undefined;
      const waiting = endpoints.trialEnd(home).then((response) => {
        decision = response;
      });
      endpoints.began(second);
      endpoints.released(second);
      await run(sleep(500));
      assert.equal(decision, undefined, "another endpoint's request is no trial");
      if (good) {
        endpoints.succeeded(first, 20);
      } else {
        endpoints.failed(first, "failures");
      }
      await run(waiting);
      assert.equal(decision, true);
      assert.equal(await run(endpoints.trialEnd(home)), false);
    }
  });

  it("tells why the endpoint in use has changed, once", () => {
    const { endpoints, shifts, lose } = start();
    lose(first, "slow");
    endpoints.failed(first, "failures");
    assert.deepEqual(shifts, ["slow"]);
    endpoints.succeeded(first, 20);
    endpoints.succeeded(first, 20);
    assert.deepEqual(shifts, ["slow", "recovered"]);
  });

  it("forgets failures at a response, but not at one that is slower than most", () => {
    for (const [ms, forgets] of [
      [20, true],
      [21, false],
      [900, false],
    ] as const) {
      const { endpoints, shifts } = start();
      for (let response = 0; response < 20; response++) {
        endpoints.succeeded(first, 10);
      }
      endpoints.failed(first, "slow");
      endpoints.failed(first, "slow");
      endpoints.succeeded(first, ms);
      endpoints.failed(first, "slow");
      assert.deepEqual(shifts, forgets ? [] : ["slow"], String(ms));
    }
    const { endpoints, shifts } = start();
    for (let response = 0; response < 20; response++) {
      endpoints.succeeded(first, 1);
    }
    endpoints.failed(first, "slow");
    endpoints.failed(first, "slow");
    endpoints.succeeded(first, 20);
    endpoints.failed(first, "slow");
    assert.deepEqual(shifts, [], "below 20 ms nothing is slow");
  });

  it("tells those who hang at an endpoint when it is given up, and nobody before or after", () => {
    const { endpoints } = start();
    const left: string[] = [];
    const { inFlight } = endpoints.of(first);
    const cancel = () => inFlight.delete(cancel) && left.push("one");
    inFlight.set(cancel, "");
    inFlight.set(() => left.push("two"), "");
    endpoints.of(second).inFlight.set(() => left.push("other"), "");
    endpoints.failed(first, "slow");
    endpoints.failed(first, "slow");
    assert.deepEqual(left, []);
    endpoints.failed(first, "slow");
    endpoints.failed(first, "slow");
    assert.deepEqual(left, ["one", "two"]);
  });

  it("tries each at once after a reset, whatever was under way", async () => {
    const { endpoints, lose, run, sleep } = start();
    lose(first);
    lose(second);
    assert.equal(endpoints.choose(home, none, false), undefined);
    endpoints.resetBreakers();
    assert.equal(endpoints.choose(home, none, false), first);
    endpoints.began(first);
    endpoints.resetBreakers();
    assert.equal(endpoints.choose(home, none, false), first);
    assert.equal(endpoints.of(first).breakers.get("")!.isOpen, true, "but not well before it has answered");
    await run(sleep(1));
    const { endpoints: well } = start();
    well.began(first);
    well.released(first);
    well.resetBreakers();
    assert.deepEqual(well.of(first).breakers.get("")!.isOpen, false);
  });
});
