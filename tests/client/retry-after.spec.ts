/** What a server says of when to come back counts for that server alone. */
import assert from "node:assert/strict";
import { isHomeError } from "../../client/core";
import { retryAfterMs } from "../../client/retry-after";
import { ok, primary, setUp, standby } from "../support/acme-client";

const busy =
  (after: string, status = 503) =>
  () => ({ status, headers: { "retry-after": after } });

describe("Retry-After, to the client", () => {
  it("is seconds or a date, and nothing else", () => {
    const now = Date.parse("2026-11-28T12:00:00Z");
    for (const [value, ms] of [
      ["2", 2000],
      ["0", 0],
      ["Sat, 28 Nov 2026 12:00:30 GMT", 30_000],
      ["Sat, 28 Nov 2026 11:00:00 GMT", 0],
      ["soon", 0],
      ["", 0],
      [null, 0],
    ] as const) {
      assert.equal(retryAfterMs(value, now), ms, String(value));
    }
  });

  for (const status of [503, 429, 500]) {
    it(`has the next endpoint asked at once, and the first one when it said (${status})`, async () => {
      const { virtual, home, hosts } = setUp({ hedge: false });
      await virtual.run(home.ready());
      const start = virtual.now();
      virtual.hosts.set(primary, busy(new Date(start + 30_000).toUTCString(), status));
      const response = await virtual.run(home.fetch("/v1/profile"));
      assert.equal(await response.json(), standby);
      assert.ok(virtual.now() - start < 100, `${virtual.now() - start} ms`);
      for (let second = 0; second < 28; second++) {
        await virtual.run(virtual.sleep(1000));
        assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
      }
      assert.deepEqual(hosts(), [primary, ...Array(29).fill(standby)]);
      virtual.hosts.set(primary, ok);
      await virtual.run(virtual.sleep(4000));
      assert.equal(await (await virtual.run(home.fetch("/v1/profile"))).json(), primary);
    });
  }

  it("is waited for up to five seconds where every endpoint says so, longer by the caller", async () => {
    for (const status of [503, 429]) {
      const { virtual, home, hosts } = setUp({ hedge: false });
      await virtual.run(home.ready());
      const start = virtual.now();
      virtual.hosts.set(primary, busy("2", status));
      virtual.hosts.set(standby, busy("3", status));
      virtual.runtime.setTimeout(() => virtual.hosts.set(primary, ok), 1900);
      assert.equal(await (await virtual.run(home.fetch("/v1/profile"))).json(), primary);
      assert.ok(virtual.now() - start >= 2000 && virtual.now() - start < 2500, `${virtual.now() - start} ms`);
      assert.deepEqual(hosts(), [primary, standby, primary]);
      virtual.hosts.set(primary, busy("20", status));
      virtual.hosts.set(standby, busy("20", status));
      await virtual.run(virtual.sleep(5000));
      const again = virtual.now();
      assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, status);
      assert.ok(virtual.now() - again < 200, `${virtual.now() - again} ms`);
    }
  });

  it("is obeyed by the calls that follow, for a minute at most where nobody else is left", async () => {
    const { virtual, home, hosts } = setUp({ hedge: false });
    await virtual.run(home.ready());
    for (const host of [primary, standby]) {
      virtual.hosts.set(host, busy("3600"));
    }
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 503);
    for (let second = 0; second < 50; second++) {
      const error = await virtual.run(home.fetch("/v1/profile").catch((error) => error));
      assert.ok(isHomeError(error, "unreachable"), String(error));
      assert.ok((error.details.retryAfterMs as number) > 0);
      await virtual.run(virtual.sleep(1000));
    }
    assert.equal(hosts().length, 2);
    for (const host of [primary, standby]) {
      virtual.hosts.set(host, ok);
    }
    await virtual.run(virtual.sleep(15_000));
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
  });

  it("never keeps a caller from the answer to a limit of its own", async () => {
    const { virtual, home, hosts } = setUp({ hedge: false });
    for (const host of [primary, standby]) {
      virtual.hosts.set(host, busy("60", 429));
    }
    for (let call = 0; call < 3; call++) {
      assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 429);
    }
    assert.ok(hosts().length <= 4 && home.status.state === "home", String(hosts()));
  });

  it("counts for the route that said it", async () => {
    const { virtual, home, hosts } = setUp({ hedge: false });
    await virtual.run(home.fetch("/ok"));
    virtual.hosts.set(primary, (request) => (request.path === "/busy" ? busy("60")() : ok(request)));
    await virtual.run(home.fetch("/busy"));
    await virtual.run(home.fetch("/ok"));
    assert.deepEqual(hosts("/ok"), [primary, primary]);
    assert.equal(home.status.state, "home");
  });
});
