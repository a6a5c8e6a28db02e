/** Tokens that are no longer good: one refresh at a time, for everybody. */
import assert from "node:assert/strict";
import { createHomeClient } from "../../client";
import { primary, setUp } from "../support/acme-client";
import { lookup } from "../support/home-response";
import type { Handler } from "../support/virtual-network";

/** A home that accepts one token, and an app with a session: `refreshes` is how often it was asked for a newer one. */
function world({ refreshMs = 300 } = {}) {
  const app = { token: "t1", accepted: "t2", refreshes: 0, refused: [] as unknown[], fails: false, keeps: true };
  const { virtual, hosts } = setUp();
  const home = createHomeClient({
    lookup,
    organization: "acme",
    runtime: virtual.runtime,
    hedge: false,
    async getToken({ refresh, refused }) {
      if (!refresh) {
        return app.token;
      }
      app.refreshes++;
      app.refused.push(refused);
      await virtual.sleep(refreshMs);
      if (app.fails) {
        throw new Error("no session");
      }
      if (app.keeps) {
        app.token = app.accepted;
      }
      return app.accepted;
    },
  });
  let slow = 0;
  const check: Handler = ({ headers }) => ({
    status: headers.get("authorization") === `Bearer ${app.accepted}` ? 200 : 401,
    delayMs: 20 + slow++ * 40,
  });
  virtual.hosts.set(primary, check);
  const read = (init = {}) => home.fetch("/v1/profile", init);
  return { virtual, home, hosts, app, read };
}

describe("tokens of the client", () => {
  it("are refreshed once for all calls that are refused, whenever each of them hears it", async () => {
    for (const keeps of [true, false]) {
      const { virtual, app, read, hosts } = world();
      app.keeps = keeps;
      const responses = await virtual.run(Promise.all(Array.from({ length: 20 }, () => read())));
      assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([200]));
      assert.deepEqual([app.refreshes, app.refused, hosts().length], [1, ["t1"], 40], `the app keeps it: ${keeps}`);
    }
  });

  it("are not refreshed where the app has a newer one by now", async () => {
    const { virtual, app, read } = world();
    const call = read();
    virtual.runtime.setTimeout(() => {
      app.token = "t2";
    }, 40);
    assert.equal((await virtual.run(call)).status, 200);
    assert.equal(app.refreshes, 0);
  });

  it("are refreshed again when the newer one has become old, by an app that never gives it of itself too", async () => {
    for (const keeps of [true, false]) {
      const { virtual, app, read } = world();
      app.keeps = keeps;
      assert.equal((await virtual.run(read())).status, 200);
      app.accepted = "t3";
      assert.equal((await virtual.run(read())).status, 200);
      assert.equal((await virtual.run(read())).status, 200);
      assert.equal(app.refreshes, 2, `the app keeps it: ${keeps}`);
    }
  });

  it("are asked for anew after a refresh that failed or hangs", async () => {
    const { virtual, app, read } = world();
    app.fails = true;
    await assert.rejects(virtual.run(read()), /no session/);
    app.fails = false;
    assert.equal((await virtual.run(read())).status, 200);
    const hanging = world({ refreshMs: 1_000_000 });
    await assert.rejects(hanging.virtual.run(hanging.read()), /no response in 30000 ms/);
    await assert.rejects(hanging.virtual.run(hanging.read()), /no response in 30000 ms/);
    assert.equal(hanging.app.refreshes, 2);
  });

  it("are the caller's own matter where the call brings its own", async () => {
    const { virtual, app, read, hosts } = world();
    const response = await virtual.run(read({ headers: { authorization: "Bearer mine" } }));
    assert.deepEqual([response.status, app.refreshes, hosts().length], [401, 0, 1]);
  });

  it("are shared with whoever asks by the client's options, as a socket does", async () => {
    const { virtual, home, app, read } = world();
    const found = await virtual.run(home.ready());
    const calls = [read(), read()];
    await virtual.run(virtual.sleep(100));
    const socket = Promise.resolve(home.options.getToken!({ home: found, refresh: true }));
    const [token, ...responses] = await virtual.run(Promise.all([socket, ...calls]));
    assert.deepEqual([token, responses.map(({ status }) => status), app.refreshes], ["t2", [200, 200], 1]);
  });
});
