import assert from "node:assert/strict";
import { admits, type Breaker, breakerRules, closed, failed } from "../../client/breaker";
import { createBudget, createLatency } from "../../client/latency";

const open = (now: number): Breaker => {
  let breaker = closed;
  for (let failure = 0; failure < breakerRules.failures; failure++) {
    breaker = failed(breaker, now, 0.5);
  }
  return breaker;
};

describe("client breaker", () => {
  it("opens after failures one after another, not before", () => {
    const before = failed(failed(closed, 0, 0), 0, 0);
    assert.equal(admits(before, 0), "yes");
    assert.equal(admits(failed(before, 0, 0), 0), "no");
  });

  it("admits one trial at a time when it is due", () => {
    const breaker = open(0);
    assert.deepEqual([admits(breaker, 1999), admits(breaker, 2000)], ["no", "trial"]);
    assert.equal(admits({ ...breaker, trying: true }, 2000), "no");
    assert.equal(admits(failed({ ...breaker, trying: true }, 2000, 0.5), 2001), "no");
  });

  it("tries later and later, with jitter, up to five minutes", () => {
    let breaker = open(0);
    const waits: number[] = [];
    for (let trial = 0; trial < 9; trial++) {
      const now = breaker.trialAt;
      breaker = failed(breaker, now, 0.5);
      waits.push((breaker.trialAt - now) / 1000);
    }
    assert.deepEqual(waits, [4, 8, 16, 32, 64, 128, 256, 300, 300]);
    assert.ok(failed(open(0), 0, 0).trialAt < failed(open(0), 0, 0.99).trialAt);
  });

  it("is not locked for ever by a clock that went back", () => {
    assert.equal(admits(open(1_000_000), 0), "trial");
  });

  it("knows the 95th percentile of the last responses", () => {
    const latency = createLatency();
    assert.equal(latency.p95(), 500);
    for (let ms = 1; ms <= 116; ms++) {
      latency.add(ms <= 100 ? 10 : 90);
    }
    assert.equal(latency.p95(), 90);
    for (let ms = 0; ms < 200; ms++) {
      latency.add(10);
    }
    assert.equal(latency.p95(), 10);
  });

  it("spends no more than its share", () => {
    const budget = createBudget(0.05, 10);
    let spent = 0;
    for (let call = 0; call < 1000; call++) {
      budget.earn();
      if (budget.spend()) {
        spent++;
      }
    }
    assert.ok(spent >= 59 && spent <= 60, String(spent));
  });
});
