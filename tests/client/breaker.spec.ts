import assert from "node:assert/strict";
import { admits, type Breaker, breakerRules, closed, failed, probeDue, probed } from "../../client/breaker";
import { createBudget, createLatency } from "../../client/latency";

const open = (now: number): Breaker => {
  let breaker = closed;
  for (let failure = 0; failure < breakerRules.failures; failure++) breaker = failed(breaker, now, 0.5);
  return breaker;
};

describe("client breaker", () => {
  it("opens after failures one after another, not before", () => {
    const before = failed(failed(closed, 0, 0), 0, 0);
    assert.equal(admits(before, 0), "yes");
    assert.equal(admits(failed(before, 0, 0), 0), "no");
  });

  it("admits one trial at a time after a probe was answered", () => {
    const half = probed(open(0));
    assert.equal(admits(half, 1), "trial");
    assert.equal(admits({ ...half, busy: true }, 1), "no");
    assert.equal(admits(failed({ ...half, busy: true }, 1, 0), 1), "no");
  });

  it("probes later and later, with jitter, and forgets its mark after five minutes", () => {
    let breaker = open(0);
    assert.ok(!probeDue(breaker, 1999) && probeDue(breaker, 2000));
    const waits: number[] = [];
    for (let probe = 0; probe < 8; probe++) {
      const now = breaker.probeAt;
      breaker = failed(breaker, now, 0.5);
      waits.push(breaker.probeAt - now);
    }
    assert.deepEqual(waits, [4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
    assert.equal(admits(breaker, 299_999), "no");
    assert.equal(admits(breaker, 300_000), "trial");
    assert.ok(failed(closed, 0, 0).probeAt <= failed(closed, 0, 0.99).probeAt);
  });

  it("is not locked for ever by a clock that went back", () => {
    assert.equal(admits(open(1_000_000), 0), "trial");
  });

  it("knows the 95th percentile of the last answers", () => {
    const latency = createLatency();
    assert.equal(latency.p95(), 500);
    for (let ms = 1; ms <= 116; ms++) latency.add(ms <= 100 ? 10 : 90);
    assert.equal(latency.p95(), 90);
    for (let ms = 0; ms < 200; ms++) latency.add(10);
    assert.equal(latency.p95(), 10);
  });

  it("spends no more than its share", () => {
    const budget = createBudget(0.05, 10);
    let spent = 0;
    for (let call = 0; call < 1000; call++) {
      budget.earn();
      if (budget.spend()) spent++;
    }
    assert.ok(spent >= 59 && spent <= 60, String(spent));
  });
});
