/** What ends a response whose headers have come and whose body takes its time, with Node's own fetch. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHomeCore, type HomeClientOptions, isHomeError } from "../../client/core";
import { eventually } from "../support/eventually";
import { homeResponse, lookup } from "../support/home-response";

describe("client body", () => {
  let server: Server;
  let hangUps = 0;
  beforeEach(async () => {
    hangUps = 0;
    // Half of a body, and then nothing more.
    server = createServer((_, response) => {
      response.on("close", () => hangUps++);
      response.writeHead(200, { "content-length": "10" }).write("12345");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function start(options: Partial<HomeClientOptions> = {}) {
    const { port } = server.address() as AddressInfo;
    return createHomeCore({
      lookup,
      organization: "acme",
      hedge: false,
      ...options,
      async fetch(input, init) {
        if (String(input).startsWith(`${lookup}/`)) {
          return Response.json(homeResponse());
        }
        const response = await fetch(`http://127.0.0.1:${port}/`, init);
        // As if it came from where it was asked.
        return Object.defineProperty(response, "url", { value: String(input) });
      },
    });
  }

  it("refuses to wait for a body beyond the whole deadline", async () => {
    // Time passes when the test says so.
    const timers = new Map<object, { run: () => void; ms: number }>();
    const runtime = {
      setTimeout(run: () => void, ms: number) {
        const timer = {};
        timers.set(timer, { run, ms });
        return timer;
      },
      clearTimeout: (timer: object) => timers.delete(timer),
    };
    const home = start({ timeouts: { wholeMs: 300 }, runtime });
    const response = await home.fetch("/v1/profile");
    const left = [...timers.values()];
    assert.deepEqual(
      left.map(({ ms }) => ms),
      [300],
      "of all deadlines only the whole one goes on",
    );
    left[0]!.run();
    await assert.rejects(response.text(), (error) => isHomeError(error, "timeout") && error.details.phase === "whole");
  });

  it("ends a body with the caller's signal, and hangs up", async () => {
    const abort = new AbortController();
    const response = await start().fetch("/v1/profile", { signal: abort.signal });
    const { body } = response;
    const reader = body!.getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), "12345");
    (globalThis as { gc?(): void }).gc?.();
    const rest = reader.read();
    abort.abort(new Error("enough"));
    await assert.rejects(rest, /enough/);
    await eventually(() => hangUps > 0);
  });
});
