/** What an attempt leaves behind when it ends: of its endpoint's trial, among those that hang there, and in memory. */
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createHomeCore, type HomeClientOptions } from "../../client/core";
import { primary, standby } from "../support/acme-client";
import { homeResponse, lookup } from "../support/home-response";
import { on } from "../support/platform";
import { createVirtual, type Handler } from "../support/virtual-network";

const network: Handler = () => ({ fault: "network" });
const silence: Handler = () => ({ fault: "silence" });
const quick: Handler = ({ host }) => ({ status: 200, body: host, delayMs: 20 });

function start(options: Partial<HomeClientOptions> = {}) {
  const virtual = createVirtual();
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse() }));
  virtual.hosts.set(primary, quick);
  virtual.hosts.set(standby, quick);
  const waits: number[] = [];
  const runtime = {
    ...virtual.runtime,
    random: () => 1,
    setTimeout: (run: () => void, ms: number) => {
      waits.push(ms);
      return virtual.runtime.setTimeout(run, ms);
    },
    ...options.runtime,
  };
  const home = createHomeCore({ lookup, organization: "acme", hedge: false, retries: 0, ...options, runtime });
  const read = (init = {}) => virtual.run(home.fetch("/v1/profile", init));
  const hosts = () => virtual.requests.filter(({ path }) => path === "/v1/profile").map(({ host }) => host);
  const lose = async () => {
    virtual.hosts.set(primary, network);
    for (let call = 0; call < 3; call++) {
      await read();
    }
    assert.equal(home.status.state, "failover");
    await virtual.run(virtual.sleep(10_000));
  };
  return { virtual, home, waits, read, hosts, lose };
}

describe("client attempt ends", () => {
  it("makes one trial at a time", async () => {
    const { virtual, home, lose, hosts } = start();
    await lose();
    virtual.hosts.set(primary, quick);
    const before = hosts().length;
    await virtual.run(Promise.all([home.fetch("/v1/profile"), home.fetch("/v1/profile")]));
    assert.deepEqual(hosts().slice(before), [primary, standby]);
  });

  it("lets the next one make the trial that was called off", async () => {
    const { virtual, lose, read, hosts } = start();
    await lose();
    virtual.hosts.set(primary, silence);
    const abort = new AbortController();
    virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 50);
    await assert.rejects(read({ signal: abort.signal }), /enough/);
    virtual.hosts.set(primary, quick);
    await read();
    assert.equal(hosts().at(-1), primary);
  });

  it("moves nobody who has ended when the endpoint is given up", async () => {
    const { virtual, read, waits } = start();
    for (let call = 0; call < 5; call++) {
      await read();
    }
    virtual.hosts.set(primary, network);
    waits.length = 0;
    for (let call = 0; call < 3; call++) {
      await read();
    }
    assert.deepEqual([...new Set(waits)].sort(), [10_000, 30_000], "deadlines, and nothing else");
  });

  it("leaves a request that has just been sent as long as most responses take", async () => {
    const { virtual, home, read } = start({ hedge: true });
    for (let call = 0; call < 40; call++) {
      await read();
    }
    virtual.hosts.set(primary, silence);
    const before = virtual.now();
    const from = virtual.requests.length;
    const reads = [1, 2, 3].map(() => home.fetch("/v1/profile"));
    await virtual.run(virtual.sleep(35));
    const write = home.fetch("/v1/profile", { method: "PUT", body: "x" });
    await virtual.run(Promise.all([write, ...reads]));
    const again = virtual.requests.slice(from).find(({ method, host }) => method === "PUT" && host === standby);
    // The third hedge has its response at 41 ms; the write may wait until 21 ms after it was sent.
    assert.equal(again!.at - before, 35 + 21);
  });

  it("drops a response that comes after the attempt has ended, of a fetch that knows no signal", async () => {
    const dropped: string[] = [];
    const { virtual } = start();
    const runtime = {
      async fetch(input: string | URL | Request, init?: RequestInit) {
        const { signal: _, ...rest } = init!;
        const response = await virtual.runtime.fetch(input as string, rest);
        if (response.body) {
          response.body.cancel = async () => void dropped.push(new URL(String(input)).host);
        }
        return response;
      },
    };
    const home = createHomeCore({
      lookup,
      organization: "acme",
      hedge: false,
      timeouts: { firstByteMs: 100 },
      runtime: { ...virtual.runtime, ...runtime },
    });
    virtual.hosts.set(primary, ({ host }) => ({ status: 200, body: host, delayMs: 300 }));
    assert.equal(await (await virtual.run(home.fetch("/v1/profile"))).json(), standby);
    await virtual.run(virtual.sleep(400));
    assert.deepEqual(dropped, [primary]);
  });

  it("ends a body's time where nobody holds the body any more", async () => {
    const Gone = class {
      deref() {}
    };
    await on({ WeakRef: Gone }, async () => {
      const { virtual, read } = start();
      await read();
      await virtual.run(virtual.sleep(40_000));
    });
  });

  it("holds on to what ends a body as long as the body is there, and no longer", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const virtual = start().virtual;
    const signals: WeakRef<AbortSignal>[] = [];
    const runtime = {
      ...virtual.runtime,
      fetch: (input: string | URL | Request, init?: RequestInit) => {
        const { signal, ...rest } = init!;
        signals.push(new WeakRef(signal!));
        return virtual.runtime.fetch(input as string, rest);
      },
    };
    const home = createHomeCore({ lookup, organization: "acme", hedge: false, runtime });
    await virtual.run(home.ready());
    signals.length = 0;
    const read = async () => (await virtual.run(home.fetch("/v1/profile"))).body;
    let body: unknown = await read();
    await read();
    for (let turn = 0; turn < 3; turn++) {
      await new Promise(setImmediate);
      collect();
    }
    assert.deepEqual(
      signals.map((signal) => signal.deref() !== undefined),
      [true, false],
    );
    assert.ok(body);
    body = undefined;
  });
});
