/** Bodies that take longer than a call's deadlines: on their way out, and back. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHomeCore, isHomeError } from "../../client/core";
import { prepare } from "../../client/request";
import { primary, setUp, standby } from "../support/acme-client";
import { homeResponse, lookup } from "../support/home-response";
import { watchedClient } from "../support/watched-client";

const silence = () => ({ fault: "silence" as const });
const bytes = (length: number) => new Uint8Array(length);

describe("long bodies of the client", () => {
  it("are given a second for each 16 KB on their way out, whatever they are", async () => {
    const form = new FormData();
    form.append("note", "x");
    form.append("file", new Blob([bytes(163_840)]), "name");
    for (const [body, ms] of [
      ["x", 0],
      ["x".repeat(32_768), 2000],
      [bytes(163_840), 10_000],
      [bytes(163_840).buffer, 10_000],
      [new Blob([bytes(163_840)]), 10_000],
      [form, 10_000],
      [new URLSearchParams({ a: "b" }), 0],
      [undefined, 0],
    ] as const) {
      assert.equal((await prepare("/v1/files", { method: "PUT", body: (body ?? null) as any })).bodyMs, ms);
    }
  });

  it("do not count: limits begin when they have been sent", async () => {
    for (const [size, ms] of [
      [1000, 10_000],
      [1_638_400, 110_000],
    ] as const) {
      const { virtual, home } = setUp({ hedge: false, retries: 0 });
      await virtual.run(home.ready());
      virtual.hosts.set(primary, silence);
      const before = virtual.now();
      const call = home.fetch("/v1/files", { method: "POST", body: bytes(size) });
      await assert.rejects(virtual.run(call), (error) => isHomeError(error, "timeout"));
      assert.equal(virtual.now() - before, ms);
    }
  });

  it("slow uploads are neither repeated nor held against the endpoint's usual times", async () => {
    const { virtual, home } = setUp({ hedge: false });
    virtual.hosts.set(primary, () => ({ status: 200, delayMs: 100_000 }));
    for (let call = 0; call < 3; call++) {
      const response = await virtual.run(home.fetch("/v1/files", { method: "PUT", body: bytes(1_638_400) }));
      assert.equal(response.status, 200);
    }
    assert.deepEqual(
      virtual.requests.slice(1).map(({ host }) => host),
      [primary, primary, primary],
    );
    assert.equal(home.status.state, "home");
  });

  it("are given the same on their way back, where their length is known", async () => {
    for (const [length, ms] of [
      [1000, 30_000],
      [1_638_400, 130_000],
    ] as const) {
      const { virtual, home, timers } = watchedClient({ hedge: false });
      const headers = { "content-type": "application/json", "content-length": String(length) };
      virtual.hosts.set(primary, () => ({ status: 200, body: {}, headers }));
      await virtual.run(home.fetch("/v1/profile"));
      assert.deepEqual(
        [...timers].map((timer) => [timer.ms, timer.unreferenced]),
        [[ms, true]],
      );
    }
  });

  it("have limits of the call's own", async () => {
    const { virtual, home } = setUp();
    await virtual.run(home.ready());
    for (const host of [primary, standby]) {
      virtual.hosts.set(host, silence);
    }
    const timed = async (init: RequestInit & Record<string, unknown>) => {
      const before = virtual.now();
      const sent = virtual.requests.length;
      const error: any = await virtual.run(home.fetch("/v1/x", init).catch((error) => error));
      return [error.details.phase, virtual.now() - before, virtual.requests.length - sent];
    };
    const post = { method: "POST", body: "x" };
    assert.deepEqual(await timed({ ...post, timeouts: { firstByteMs: 2000 } }), ["first-byte", 2000, 1]);
    assert.deepEqual(await timed({ ...post, timeouts: { wholeMs: 3000 } }), ["whole", 3000, 1]);
    assert.deepEqual(await timed({ timeouts: { firstByteMs: 100 }, hedge: false, retries: 0 }), ["first-byte", 230, 3]);
  });

  it("have retries and hedging of the call's own", async () => {
    const { virtual, home, hosts } = setUp({ hedge: false, retries: 3 });
    virtual.hosts.set(primary, () => ({ status: 500 }));
    await virtual.run(home.fetch("/v1/x", { retries: 0 }));
    assert.deepEqual(hosts("/v1/x"), [primary, standby]);
    virtual.hosts.set(primary, () => ({ status: 200, delayMs: 5000 }));
    await virtual.run(home.fetch("/v1/y"));
    assert.deepEqual(hosts("/v1/y"), [primary]);
    await virtual.run(home.fetch("/v1/z", { hedge: true }));
    assert.deepEqual(hosts("/v1/z"), [primary, standby]);
  });
});

describe("streams of the client, over a socket", () => {
  let server: Server;
  let respond: Parameters<typeof createServer>[1];
  beforeEach(async () => {
    server = createServer((request, response) => respond!(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** A client whose time passes when the test says so: `expire` ends every deadline that it has set. */
  function start() {
    const { port } = server.address() as AddressInfo;
    const timers = new Map<object, () => void>();
    const home = createHomeCore({
      lookup,
      organization: "acme",
      hedge: false,
      retries: 0,
      runtime: {
        setTimeout(run: () => void) {
          const timer = {};
          timers.set(timer, run);
          return timer;
        },
        clearTimeout: (timer: object) => timers.delete(timer),
      },
      async fetch(input, init) {
        if (String(input).startsWith(`${lookup}/`)) {
          return Response.json(homeResponse());
        }
        const { pathname } = new URL(String(input));
        const response = await fetch(`http://127.0.0.1:${port}${pathname}`, init);
        return Object.defineProperty(response, "url", { value: String(input) });
      },
    });
    const expire = () => {
      for (const [timer, run] of [...timers]) {
        timers.delete(timer);
        run();
      }
    };
    return { home, expire };
  }
  const isTimeout = (error: unknown) => isHomeError(error, "timeout");

  for (const [what, type] of [
    ["events", "text/event-stream"],
    ["a download", "application/octet-stream"],
    ["lines", "application/x-ndjson"],
  ] as const) {
    it(`reads ${what} of unknown length for as long as they come`, async () => {
      let end = () => {};
      respond = (_, response) => {
        response.writeHead(200, { "content-type": type }).write("x");
        end = () => response.end("y");
      };
      const { home, expire } = start();
      const response = await home.fetch("/v1/stream");
      expire();
      end();
      assert.equal(await response.text(), "xy");
    });
  }

  it("refuses to wait longer for JSON that never ends, and for anything where the call says how long", async () => {
    for (const [type, init] of [
      ["application/json", {}],
      ["text/event-stream", { timeouts: { wholeMs: 200 } }],
    ] as const) {
      respond = (_, response) => {
        response.writeHead(200, { "content-type": type }).write("[");
      };
      const { home, expire } = start();
      const response = await home.fetch("/v1/x", init);
      expire();
      await assert.rejects(response.text(), isTimeout);
    }
  });

  it("sends a stream for as long as it takes, then waits as for anything", async () => {
    let received = () => {};
    respond = (request, response) => {
      let size = 0;
      request.on("data", (chunk: Buffer) => {
        size += chunk.length;
      });
      request.on("end", () => (request.url === "/v1/silent" ? received() : response.end(String(size))));
    };
    const { home, expire } = start();
    const stream = () => {
      let chunks = 0;
      return new ReadableStream({
        async pull(controller) {
          controller.enqueue(bytes(1000));
          await new Promise(setImmediate);
          expire();
          if (++chunks === 4) {
            controller.close();
          }
        },
      });
    };
    const init = () => ({ method: "POST", body: stream(), duplex: "half" }) as RequestInit;
    assert.equal(await (await home.fetch("/v1/files", init())).text(), "4000");
    const all = new Promise<void>((resolve) => {
      received = resolve;
    });
    const silent = assert.rejects(home.fetch("/v1/silent", init()), isTimeout);
    await all;
    expire();
    await silent;
  });
});
