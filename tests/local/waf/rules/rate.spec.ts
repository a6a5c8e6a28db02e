import assert from "node:assert/strict";
import * as fc from "fast-check";
import { longestLagMs, lookMs, RateRule, usualLagMs } from "../../../../local/waf/rules/rate";

const minute = { limit: 100, windowMs: 60_000 };
const second = 1_000;

/** `perSecond` requests a second from `from` to `to` (s); when the first and the last of them exceeded (s). */
function ask(rule: RateRule, key: string, perSecond: number, from: number, to: number) {
  const exceeded: number[] = [];
  for (let at = from * second; at < to * second; at += second / perSecond) {
    if (rule.exceeds(key, at)) {
      exceeded.push(at / second);
    }
  }
  return { first: exceeded[0], last: exceeded.at(-1), count: exceeded.length };
}

describe("a rate-based rule", () => {
  it("knows a flood within half a minute, at the next look after what it sees is late", () => {
    const { first, last, count } = ask(new RateRule(minute), "a", 100, 0, 120);
    assert.equal(first, 30);
    assert.equal(last, 119.99);
    assert.equal(count, 9_000);
  });

  it("knows it after three minutes at the worst", () => {
    assert.equal(usualLagMs + lookMs, 30_000);
    assert.equal(longestLagMs + lookMs, 180_000);
    assert.equal(ask(new RateRule(minute, longestLagMs), "a", 100, 0, 240).first, 180);
  });

  it("lets exactly the limit through for ever, and not one more", () => {
    // 10 in each ten seconds are 60 in any window.
    const even = (limit: number) => ask(new RateRule({ limit, windowMs: 60_000 }), "a", 1, 0, 600);
    assert.equal(even(60).count, 0);
    assert.equal(even(59).first, 80);
  });

  it("keeps who goes on blocked, since what is blocked counts too", () => {
    const rule = new RateRule(minute);
    assert.equal(ask(rule, "a", 10, 0, 300).last, 299.9);
    // Once the window holds no more than the limit, it ends by itself.
    const after = ask(rule, "a", 1, 300, 500);
    assert.ok(after.last! < 300 + 60 + 30, `${after.last}`);
    assert.ok(after.last! >= 300 + 60, `${after.last}`);
  });

  it("counts each key for itself", () => {
    const rule = new RateRule(minute);
    ask(rule, "a", 100, 0, 60);
    assert.equal(rule.exceeds("a", 60 * second), true);
    assert.equal(rule.exceeds("b", 60 * second), false);
  });

  it("forgets what no window holds, after a pause of any length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 100_000 }), (pause) => {
        const rule = new RateRule(minute);
        ask(rule, "a", 100, 0, 60);
        assert.equal(rule.exceeds("a", (60 + pause) * second), false);
      }),
    );
  });
});
