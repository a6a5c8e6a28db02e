/** Every limit of time in functions/, as a number: whoever changes one changes this table. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

const limits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "functions/authorizer/key-store.ts": { fetchTimeoutMs: 1000 },
  "functions/health/first-healthy.ts": { resolveTimeoutMs: 400 },
  "functions/health/gateway.ts": { gatewayTimeoutMs: 1000 },
  "functions/health/gateway-watch.ts": { gatewaySeconds: 10, gatewayFlawSeconds: 5, gatewaySilentSeconds: 60 },
  "functions/health/holds.ts": { holdRenewSeconds: 10, lookSeconds: 5, holdWriteTimeoutMs: 500 },
  "functions/health/judge.ts": { judgeTimeoutMs: 1000, judgedSeconds: 5, toleratedSeconds: 10 },
  "functions/lookup/limits.ts": { timeoutMs: 250 },
  "functions/measurements/measurement.ts": {
    pastMs: 14 * 24 * 60 * 60 * 1000,
    futureMs: 2 * 60 * 60 * 1000,
    longestMs: 60 * 60 * 1000,
  },
  "functions/shared/bucket.ts": { readTimeoutMs: 500, writeTimeoutMs: 60_000 },
  "functions/shared/dynamodb.ts": { attemptTimeoutMs: 600, maxJitterMs: 50 },
  "functions/shared/freshness.ts": {
    ttlSeconds: 300,
    staleIfErrorSeconds: 86_400,
    registryCacheSeconds: 30,
    unknownCacheSeconds: 10,
    identityCacheSeconds: 300,
    evacuationSeconds: 5,
    homeCheckSeconds: 5,
    retryAfterSeconds: 5,
    runningRetrySeconds: 1,
    tableBackoffSeconds: 1,
    signingKeysCacheSeconds: 3600,
    poolBackoffSeconds: 10,
    preflightSeconds: 600,
    lookupPreflightSeconds: 86_400,
  },
  "functions/shared/idempotency.ts": { keptSeconds: 14 * 24 * 60 * 60 },
  "functions/shared/last-known.ts": { lastKnownAfterMs: 500 },
  "functions/shared/probe.ts": { probeTimeoutMs: 700 },
  "functions/shared/replicas.ts": { hedgeMs: 150, replicaBackoffSeconds: 10 },
  "functions/shared/snapshot.ts": { headerSeconds: 60 },
  "functions/snapshot/limits.ts": { scanTimeoutMs: 10_000 },
};

describe("limits of time", () => {
  for (const [file, expected] of Object.entries(limits)) {
    for (const [name, value] of Object.entries(expected)) {
      it(`${name} of ${file} is ${value}`, () => assert.equal(require(join(root, file))[name], value));
    }
  }

  it("are all in this table", () => {
    const declared = globSync("functions/**/*.ts", { cwd: root }).flatMap((file) => {
      const names = readFileSync(join(root, file), "utf8").matchAll(/^(?:export )?const (\w+(?:Ms|Seconds)) =/gm);
      return [...names].map(([, name]) => `${file} ${name}`);
    });
    const listed = Object.entries(limits).flatMap(([file, names]) =>
      Object.keys(names).map((name) => `${file} ${name}`),
    );
    assert.deepEqual(declared.sort(), listed.sort());
  });

  it("are never written as a bare number where a time-out, an age or a wait is set", () => {
    const bare = globSync("functions/**/*.ts", { cwd: root }).flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .filter((line) =>
          /\b\w*(?:Ms|Seconds): [1-9]|"(?:retry-after|access-control-max-age)": "\d|max-age=\d/.test(line),
        )
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.deepEqual(bare, []);
  });
});
