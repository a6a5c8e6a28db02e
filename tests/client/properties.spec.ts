/** Whatever answers, delays and faults come: never outside the jurisdiction, and every call ends. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createHomeCore, isHomeError } from "../../client/core";
import { memoryStorage } from "../../client/storage/memory";
import { longestWait } from "../support/acme-client";
import { homeResponse, lookup } from "../support/home-response";
import { createVirtual, type VirtualResponse } from "../support/virtual-network";

const caHosts = ["ca.api.example.com", "ca-west-1.ca.api.example.com"];
const usHosts = ["us.api.example.com", "us-west-2.us.api.example.com"];

const delayMs = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 50, max: 12_000 }));
const reply: fc.Arbitrary<VirtualResponse> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ status: fc.constantFrom(200, 201, 204, 304, 400, 404, 409), delayMs }) },
  {
    weight: 3,
    arbitrary: fc.record({ status: fc.constantFrom(401, 408, 421, 429, 500, 501, 502, 503, 504), delayMs }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      status: fc.constantFrom(301, 302, 307, 308),
      headers: fc.constant({ location: "https://us.api.example.com/v1/profile" }),
      delayMs,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      status: fc.constant(429),
      headers: fc.constantFrom({ "retry-after": "3" }, { "retry-after": "x" }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ fault: fc.constant("network" as const), delayMs }) },
  { weight: 2, arbitrary: fc.constant({ fault: "silence" as const }) },
);

/** Lies that a lookup, or whoever sits in its place, could tell of a Canadian organization. */
const lies = [
  { ...homeResponse("US"), jurisdiction: "CA" },
  { ...homeResponse("CA"), endpoints: [...homeResponse("CA").endpoints, ...homeResponse("US").endpoints] },
  homeResponse("US", { version: 9 }),
  JSON.parse(JSON.stringify(homeResponse("CA")).replaceAll("https://ca", "http://ca")),
  JSON.parse(JSON.stringify(homeResponse("CA")).replaceAll(".example.com", ".example.com.evil.test")),
  JSON.parse(JSON.stringify(homeResponse("CA")).replace("https://ca.api.example.com", "https://us.api.example.com")),
  JSON.parse(JSON.stringify(homeResponse("CA")).replace("ca.api.example.com", "ca.api.example.com.evil.test")),
  { ...homeResponse("CA"), endpoints: [] },
  null,
  "<html>",
];
const lookupResponse: fc.Arbitrary<VirtualResponse> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ version: fc.integer({ min: 1, max: 3 }), delayMs })
      .map(({ version, delayMs }) => ({ status: 200, body: homeResponse("CA", { version, ttlSeconds: 1 }), delayMs })),
  },
  { weight: 3, arbitrary: fc.record({ status: fc.constant(200), body: fc.constantFrom(...lies), delayMs }) },
  { weight: 1, arbitrary: reply },
);
const call = fc.record({
  method: fc.constantFrom("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"),
  key: fc.boolean(),
  waitMs: fc.integer({ min: 0, max: 4000 }),
  abortMs: fc.option(fc.integer({ min: 0, max: 20_000 })),
});
const script = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 30 });

describe("client properties", () => {
  it("never asks anybody outside the jurisdiction, and always ends", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 1, maxLength: 8 }),
        script(reply),
        script(reply),
        script(lookupResponse),
        fc.option(fc.constantFrom(...lies)),
        fc.nat(),
        async (calls, primary, standby, lookups, stored, seed) => {
          const virtual = createVirtual(seed);
          const play = <T>(all: T[]) => {
            let turn = 0;
            return () => all[turn++ % all.length]!;
          };
          virtual.hosts.set("api.example.com", play(lookups));
          virtual.hosts.set(caHosts[0]!, play(primary));
          virtual.hosts.set(caHosts[1]!, play(standby));
          const storage = memoryStorage();
          if (stored) {
            storage.setItem("home-region:api.example.com:acme", JSON.stringify({ at: virtual.now(), home: stored }));
          }
          const home = createHomeCore({
            lookup,
            organization: "acme",
            jurisdictions: ["CA"],
            storage,
            getToken: () => "token",
            runtime: virtual.runtime,
          });
          const work = calls.map(async ({ method, key, waitMs, abortMs }) => {
            await virtual.sleep(waitMs);
            const abort = new AbortController();
            const from = virtual.now();
            if (abortMs !== null) {
              virtual.runtime.setTimeout(() => abort.abort("aborted"), abortMs);
            }
            const init = { method, signal: abort.signal, ...(key && { idempotencyKey: "k" }) };
            const result = await home.fetch("/v1/profile", init).then(
              (response) => ({ response }),
              (error) => ({ error }),
            );
            if ("error" in result) {
              assert.ok(isHomeError(result.error) || result.error === "aborted", String(result.error));
            }
            const most = Math.min(abortMs ?? Infinity, 30_000);
            assert.ok(virtual.now() - from <= most, `ended after ${virtual.now() - from} ms of ${most}`);
            return { method, key, result };
          });
          await virtual.run(Promise.all(work));
          for (const { host, headers, url } of virtual.requests) {
            assert.ok(caHosts.includes(host) || host === "api.example.com", host);
            assert.ok(!usHosts.includes(host) && url.startsWith("https:"), url);
            if (host === "api.example.com") {
              assert.equal(headers.get("authorization"), null);
            }
          }
          const unsafe = virtual.requests.filter(
            ({ method, headers }) => /POST|PATCH/.test(method) && !headers.has("idempotency-key"),
          );
          const asked = calls.filter(({ method, key }) => /POST|PATCH/.test(method) && !key).length;
          // Once, and once more after each of the two answers that say that nothing was done: 401 and 421.
          assert.ok(unsafe.length <= asked * 3);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("gets a read past an endpoint that falls silent, whatever its responses were like before", async () => {
    const slowMs = 900;
    const history = fc.record({
      reads: fc.integer({ min: 0, max: 250 }),
      /** Each how many-th answer is slow, is a 503, or fails. */
      slowEach: fc.integer({ min: 2, max: 40 }),
      failingEach: fc.integer({ min: 4, max: 60 }),
      readers: fc.integer({ min: 1, max: 6 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ reads, slowEach, failingEach, readers, seed }) => {
        const virtual = createVirtual(seed);
        let turn = 0;
        const usual = (): VirtualResponse => {
          turn++;
          if (turn % failingEach === 0) {
            return turn % 2 ? { status: 503 } : { fault: "network" };
          }
          return { status: 200, delayMs: turn % slowEach === 0 ? slowMs : 20 + (turn % 7) };
        };
        virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("CA") }));
        virtual.hosts.set(caHosts[0]!, usual);
        virtual.hosts.set(caHosts[1]!, () => ({ status: 200, delayMs: 60 }));
        const home = createHomeCore({ lookup, organization: "acme", runtime: virtual.runtime });
        const asking = async () => {
          for (let read = 0; read < reads; read++) {
            await home.fetch("/v1/profile").catch(() => {});
          }
        };
        await virtual.run(Promise.all(Array.from({ length: readers }, asking)));
        virtual.hosts.set(caHosts[0]!, () => ({ fault: "silence" }));
        const longest = await longestWait({ virtual, home }, { readers, reads: 20 });
        // Asked for a second time after the slowest answer of late, and once more after twice as long.
        assert.ok(longest <= 4 * slowMs, `${longest} ms`);
      }),
      { numRuns: 60 },
    );
  }).timeout(20_000);
});
