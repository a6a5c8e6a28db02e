import assert from "node:assert/strict";
import fc from "fast-check";
import { clientOf, RateLimit } from "../../../functions/lookup/rate-limit";

const options = { perSecond: 10, burst: 20, clients: 5 };

describe("rate limit", () => {
  it("never lets a client have more than the burst and the rate since, nor remembers more clients than its limit", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            client: fc.integer({ min: 0, max: 3 }),
            cost: fc.integer({ min: 1, max: 30 }),
            wait: fc.integer({ min: 0, max: 800 }),
          }),
          { maxLength: 300 },
        ),
        (steps) => {
          const limit = new RateLimit(options);
          const had = new Map<number, number>();
          let now = 1000;
          for (const { client, cost, wait } of steps) {
            now += wait;
            if (limit.take(String(client), cost, now) === 0) {
              had.set(client, (had.get(client) ?? 0) + Math.min(cost, options.burst));
            }
            const most = options.burst + ((now - 1000) / 1000) * options.perSecond;
            assert.ok((had.get(client) ?? 0) <= most + 1e-6);
            assert.ok(limit.size <= options.clients);
          }
        },
      ),
    ));

  it("lets a client go on after the seconds that it was told, whatever it asks for", () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 50 }), (costs) => {
        const limit = new RateLimit(options);
        let now = 0;
        for (const cost of costs) {
          const seconds = limit.take("a", cost, now);
          if (seconds === 0) {
            continue;
          }
          now += seconds * 1000;
          assert.equal(limit.take("a", cost, now), 0);
        }
      }),
    ));

  it("forgets the client seen longest ago, not one that keeps asking", () => {
    const limit = new RateLimit(options);
    for (let index = 0; index < 100; index++) {
      limit.take("busy", 1, 0);
      limit.take(`other-${index}`, 1, 0);
    }
    assert.ok(limit.take("busy", 1, 0) > 0);
    assert.equal(limit.size, 5);
  });

  it("says how long the missing tokens take, rounded up", () => {
    const limit = new RateLimit(options);
    assert.equal(limit.take("a", 15, 0), 0);
    assert.equal(limit.take("a", 15, 0), 1);
    assert.equal(limit.take("a", 16, 0), 2);
  });

  it("refuses nobody more because the clock was set back", () => {
    const limit = new RateLimit(options);
    limit.take("a", 20, 10_000);
    assert.equal(limit.take("a", 1, 5000), 1);
    assert.equal(limit.take("a", 1, 6000), 0);
  });

  for (const [address, client] of [
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.1:443", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8:1:2::6", "2001:db8:1:2"],
    ["2001:0db8::1", "2001:db8:0:0"],
    ["[2001:db8::1]:443", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1:443", "192.0.2.1"],
    ["[::ffff:192.0.2.1]:443", "192.0.2.1"],
    ["[2001:db8::1]", "2001:db8:0:0"],
    ["2001:db8::", "2001:db8:0:0"],
    ["2001:db8:1::2:3:4:5", "2001:db8:1:0"],
    ["2001:db8::3:4:5:6", "2001:db8:0:0"],
    ["2001:db8::2:3:4:5:6", "2001:db8:0:2"],
    ["1:0002:0:4000::", "1:2:0:4000"],
    ["0000::1", "0:0:0:0"],
    ["", ""],
  ] as const) {
    it(`counts ${address} as ${client}`, () => assert.equal(clientOf(address), client));
  }
});
