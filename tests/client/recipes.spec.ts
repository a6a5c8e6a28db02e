/** The recipes, compiled and run with the libraries themselves. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createHomeClient, type HomeClient } from "../../client/index";
import { homeResponse } from "../support/home-response";
import { renderHook } from "../support/react-root";
import { blocksOf, compileErrors, runBlock } from "../support/readme-blocks";

const blocks = blocksOf(resolve(__dirname, "../../client/RECIPES.md"));
/** What each block is known by. */
const marks = [
  "@opentelemetry/api",
  '"ky"',
  '"openapi-fetch"',
  "@tanstack/react-query",
  '"swr"',
  "loadProfile",
] as const;

describe("client recipes", function () {
  this.timeout(60_000);
  const { fetch } = globalThis;
  let requests: { host: string; path: string; method: string; headers: Headers }[] = [];
  let lost = false;
  const scope = { lookup: "https://api.example.com", organization: "acme" };

  beforeEach(() => {
    requests = [];
    lost = false;
    globalThis.fetch = async (input, init) => {
      const { host, pathname: path } = new URL(String(input));
      requests.push({ host, path, method: init?.method ?? "GET", headers: new Headers(init?.headers) });
      if (host === "api.example.com") {
        return Response.json(homeResponse());
      }
      return lost && host === "ca.api.example.com"
        ? new Response(null, { status: 503 })
        : Response.json({ version: 7 }, { status: path.startsWith("/v1/profile") ? 200 : 404 });
    };
  });
  afterEach(() => {
    globalThis.fetch = fetch;
  });
  const client = (): HomeClient => createHomeClient({ ...scope, hedge: false });
  const run = (mark: (typeof marks)[number], more: Record<string, unknown> = {}) =>
    runBlock(blocks.find((code) => code.includes(mark))!, { ...scope, ...more });
  const atHome = () => requests.filter(({ host }) => host !== "api.example.com");

  it("compile, each of them known here", () => {
    assert.deepEqual(
      blocks.map((code) => marks.find((mark) => code.includes(mark))),
      [...marks],
    );
    assert.deepEqual(compileErrors(blocks), []);
  });

  it("OpenTelemetry: has a span an attempt, and home knows the trace", async () => {
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    try {
      const { home } = await run("@opentelemetry/api");
      lost = true;
      await home.fetch("/v1/profile/12345", { hedge: false });
      const spans = exporter.getFinishedSpans();
      assert.deepEqual(
        spans.map(({ name, attributes }) => [
          name,
          attributes["server.address"],
          attributes["home.call"],
          attributes["home.attempt"],
          attributes["http.response.status_code"],
        ]),
        [
          ["GET /v1/organizations/acme/home", "api.example.com", undefined, undefined, 200],
          ["GET /v1/profile/{id}", "ca.api.example.com", 1, 1, 503],
          ["GET /v1/profile/{id}", "ca.api.example.com", 1, 2, 503],
          ["GET /v1/profile/{id}", "ca-west-1.ca.api.example.com", 1, 3, 200],
        ],
      );
      for (const [index, { headers }] of requests.entries()) {
        const { traceId, spanId } = spans[index]!.spanContext();
        assert.equal(headers.get("traceparent"), `00-${traceId}-${spanId}-01`);
      }
    } finally {
      trace.disable();
      propagation.disable();
      context.disable();
    }
  });

  it("ky: reads at home, in its other Region too", async () => {
    lost = true;
    const { profile } = await run('"ky"', { home: client() });
    assert.deepEqual([profile, atHome().at(-1)!.host], [{ version: 7 }, "ca-west-1.ca.api.example.com"]);
  });

  it("ky: writes its body and method once, and keeps what it was refused with", async () => {
    const { api } = await run('"ky"', { home: client() });
    requests = [];
    await assert.rejects(api.put("/v1/notes", { json: { text: "x" } }), (error: any) => error.response.status === 404);
    assert.deepEqual(
      requests.map(({ method, path }) => [method, path]),
      [["PUT", "/v1/notes"]],
    );
  });

  it("openapi-fetch: reads at home, typed", async () => {
    const { data, error } = await run('"openapi-fetch"', { home: client() });
    assert.deepEqual([data, error, atHome().at(-1)!.host], [{ version: 7 }, undefined, "ca.api.example.com"]);
  });

  it("React Query and SWR: show what is read at home", async () => {
    for (const mark of ["@tanstack/react-query", '"swr"'] as const) {
      // SWR reads nothing where it takes the host for a server, which it asks when it is loaded.
      (globalThis as { window?: object }).window ??= {};
      const { useProfile, queries } = await run(mark, { home: client() });
      const hook = await renderHook(() => {
        const { data, error } = useProfile();
        return { data, error };
      });
      for (let turn = 0; turn < 10_000 && !hook.last().data; turn++) {
        await hook.act(() => new Promise(setImmediate));
      }
      assert.deepEqual([hook.last().data, hook.last().error ?? undefined], [{ version: 7 }, undefined], mark);
      await hook.unmount();
      queries?.clear();
    }
  });

  it("a server: gives each request its own token, and asks for a home once", async () => {
    const { loadProfile, dispatcher } = await run("loadProfile");
    for (const user of ["ann", "bob"]) {
      assert.deepEqual(await loadProfile("acme", user, new AbortController().signal), { version: 7 });
    }
    await dispatcher.destroy();
    assert.deepEqual(
      atHome().map(({ headers }) => headers.get("authorization")),
      ["Bearer ann", "Bearer bob"],
    );
    assert.equal(requests.length, 3);
  });
});
