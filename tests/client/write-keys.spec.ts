/** Writes that are repeated carry a key, so that a lost response is never taken for a conflict, nor a running write for a refused one. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createHomeCore } from "../../client/core";
import { lookup } from "../support/home-response";
import { type Fate, keyedServer } from "../support/keyed-server";
import { createVirtual } from "../support/virtual-network";

function start(fates: readonly Fate[]) {
  const virtual = createVirtual();
  let turn = 0;
  const server = keyedServer(virtual, () => fates[turn++] ?? "ok");
  const home = createHomeCore({ lookup, organization: "acme", runtime: virtual.runtime });
  const put = (version: number, init = {}) =>
    virtual.run(
      home.fetch("/v1/profile", { method: "PUT", headers: { "if-match": `"${version}"` }, body: "x", ...init }),
    );
  return { virtual, server, home, put };
}

describe("client writes: idempotency keys", () => {
  it("never makes a 412 of a conditional PUT whose response was lost, nor does it twice", async () => {
    const fate = fc.constantFrom<Fate>("ok", "lost", "done-but-lost", "done-but-503", "503", { slow: 1500 });
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 3 }), async (fates) => {
        const { server, put } = start(fates);
        const { status } = await put(0);
        assert.ok(status === 200 || status === 503, `${status} after ${JSON.stringify(fates)}`);
        assert.ok(server.version <= 1);
        if (status === 200) {
          assert.equal(server.version, 1);
        }
      }),
    );
  });

  it("gives every write that may be repeated a key of its own, the same at each attempt, and no other request", async () => {
    const { virtual, home } = start(["lost", "lost"]);
    const keys = async (init: RequestInit) => {
      const before = virtual.requests.length;
      await virtual.run(home.fetch("/v1/x", init).catch(() => {}));
      const sent = virtual.requests.slice(before).filter(({ path }) => path === "/v1/x");
      return sent.map(({ headers }) => headers.get("idempotency-key"));
    };
    const [first, ...more] = await keys({ method: "PUT", body: "x" });
    assert.match(first ?? "", /^"[0-9a-f]{32}"$/);
    assert.deepEqual(more, [first, first]);
    const [second] = await keys({ method: "DELETE" });
    assert.match(second ?? "", /^"[0-9a-f]{32}"$/);
    assert.notEqual(second, first);
    for (const method of ["GET", "HEAD", "OPTIONS", "POST", "PATCH"]) {
      assert.deepEqual(await keys({ method }), [null], method);
    }
    const stream = new Blob(["x"]).stream();
    assert.deepEqual(await keys({ method: "PUT", body: stream, duplex: "half" } as RequestInit), [null]);
    assert.deepEqual(await keys({ method: "PUT", headers: { "idempotency-key": '"own"' } }), ['"own"']);
  });

  it("waits for a write that still runs, as long as the Region says, and gives its response", async () => {
    const { server, put, virtual } = start([{ slow: 12_500 }]);
    const before = virtual.now();
    assert.equal((await put(0)).status, 200);
    assert.deepEqual([server.version, server.statuses.at(-1)], [1, 200]);
    assert.ok(server.statuses.includes(409), "its first attempt was given up, and still ran");
    assert.ok(virtual.now() - before < 15_000);
  });

  it("takes a 409 for a conflict that names no time, comes without a key, or asks for too long", async () => {
    for (const [method, headers, requests] of [
      ["PUT", {}, 1],
      ["POST", { "retry-after": "1" }, 1],
      ["PUT", { "retry-after": "60" }, 1],
    ] as const) {
      const { virtual, home } = start([]);
      for (const host of ["ca.api.example.com", "ca-west-1.ca.api.example.com"]) {
        virtual.hosts.set(host, () => ({ status: 409, headers }));
      }
      const { status } = await virtual.run(home.fetch("/v1/x", { method, body: "x" }));
      assert.equal(status, 409);
      assert.equal(virtual.requests.filter(({ path }) => path === "/v1/x").length, requests, method);
    }
  });

  it("ends with the call's own deadline where the write runs on and on", async () => {
    const { put } = start([{ slow: 300_000 }]);
    await assert.rejects(put(0), { code: "timeout" });
  });
});
