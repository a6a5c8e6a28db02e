import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultRequest } from "../../../local/faults/types";
import { functionType } from "../../../local/lambda/rules";
import { LocalLambda } from "../../../local/lambda/service";
import { projectRoot } from "../../support/stacks";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const arnOf = (name: string) => `arn:aws:lambda:${region}:123456789012:function:${name}`;
const key = { kmsKeyArn: `arn:aws:kms:${region}:123456789012:key/k`, environment: { variables: { TABLE: "t" } } };

function declared(name: string, code: string, inputs: Record<string, any> = {}) {
  const all = { code: { "index.js": code }, role: "role", tags: { "data-class": "routing" }, timeout: 900, ...inputs };
  return resource(functionType, name, all, { region, outputs: { arn: arnOf(name), name } });
}

/** The state letter of a process: `T` is stopped. */
const stateOf = (pid: number) => execFileSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" })[0];
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const until = async (isSo: () => boolean) => {
  while (!isSo()) {
    await wait(5);
  }
};

/** No function here calls Lambda. */
const nobody = { holderOf: () => undefined };

describe("faults of Lambda", function () {
  this.timeout(60_000);
  let twin: TestTwin;
  let lambda: LocalLambda;

  const start = async (resources: ReturnType<typeof resource>[], speed = 1) => {
    twin = await twinContext({ graph: graphOf(...resources), speed });
    lambda = new LocalLambda(twin, { variables: () => ({}), callers: nobody });
    await lambda.start();
  };
  const invoke = (name = "f"): Promise<any> => lambda.invoke({ functionArn: arnOf(name), event: {}, trace: "t" });
  const add = (fault: Partial<FaultRequest> & { kind: string }) =>
    twin.faults.add({ region, ...fault } as FaultRequest).id;
  const refused = (promise: Promise<unknown>, errorType: string, message = /./) =>
    assert.rejects(promise, (error: any) => {
      assert.equal(error.errorType, errorType, error.message);
      assert.match(error.message, message);
      return true;
    });
  const plain = declared("f", "let count = 0; exports.handler = async () => ++count;");

  afterEach(async () => {
    await lambda.stop();
    await twin.close();
  });

  it("freezes an idle environment: none of its timers run until the next invocation", async () => {
    await start([
      declared(
        "f",
        `let ticks = 0; setInterval(() => { ticks += 1; }, 1);
        exports.handler = async () => {
          const before = ticks;
          const from = performance.now();
          while (performance.now() - from < 50) await new Promise((r) => setTimeout(r, 1));
          return { pid: process.pid, before, after: ticks };
        };`,
      ),
    ]);
    const first = await invoke();
    assert.ok(first.after > first.before, "they run while it works");
    await until(() => stateOf(first.pid) === "T");
    await wait(300);
    const second = await invoke();
    assert.equal(second.pid, first.pid);
    // The timer that was due when it was stopped, and whatever ran between the response and the stop.
    assert.ok(second.before - first.after < 20, `${second.before - first.after} ticks in 300 ms`);
    assert.ok(second.after > second.before);
  });

  it("leaves no frozen process behind when the twin is killed", async () => {
    await start([plain]);
    const [bundle, pids, main] = ["index.js", "pids", "main.js"].map((file) => join(twin.stateDir, file)) as string[];
    writeFileSync(bundle!, "exports.handler = async () => process.pid;");
    writeFileSync(
      main!,
      `const { Environment } = require(${JSON.stringify(join(projectRoot, "local/lambda/environment.ts"))});
      const { Reaper } = require(${JSON.stringify(join(projectRoot, "local/lambda/reaper.ts"))});
      const { writeFileSync } = require("node:fs");
      const bundle = ${JSON.stringify(bundle)};
      const declared = { arn: "f", memoryMb: 128, handler: "handler", timeoutMs: 9e5 };
      const settings = { declared, bundle, logFile: bundle + ".log", variables: {}, now: Date.now, reaper: new Reaper() };
      (async () => {
        const environments = [1, 2, 3].map(() => new Environment(settings));
        const pids = await Promise.all(environments.map(async (environment) => {
          await environment.init(9e5);
          const pid = await environment.invoke({ requestId: "r", event: "{}", trace: "t", limitMs: 9e5 });
          environment.freeze();
          return pid;
        }));
        await environments[1].stop();
        writeFileSync(${JSON.stringify(pids)}, pids.join(" "));
        setInterval(() => {}, 1000);
      })();`,
    );
    const preload = ["-r", "ts-node/register/transpile-only"];
    const parent = spawn(process.execPath, [...preload, main!], { cwd: projectRoot, stdio: "ignore" });
    const written = () => (existsSync(pids!) ? readFileSync(pids!, "utf8").split(" ").map(Number) : []);
    await until(() => written().length === 3);
    const [first, stopped, last] = written() as [number, number, number];
    assert.deepEqual([stateOf(first), isAlive(stopped), stateOf(last)], ["T", false, "T"]);
    parent.kill("SIGKILL");
    await until(() => !isAlive(first) && !isAlive(last));
  });

  it("answers nothing while Lambda is down: an invocation fails when the function's time is up", async () => {
    await start([declared("f", "exports.handler = async () => 1;", { timeout: 5 })], 20);
    add({ kind: "service-down", service: "lambda" });
    const from = twin.clock.now();
    await refused(invoke(), "ServiceException");
    assert.ok(twin.clock.now() - from >= 5_000);
  });

  for (const [error, errorType] of [
    ["internal", "ServiceException"],
    ["throttled", "TooManyRequestsException"],
  ] as const) {
    it(`refuses with ${errorType} for the share of invocations that errors strike`, async () => {
      await start([plain, declared("g", "exports.handler = async () => 1;")]);
      const id = add({ kind: "service-errors", service: "lambda", resource: "f", error });
      await refused(invoke(), errorType);
      assert.equal(await invoke("g"), 1, "another function is not struck");
      twin.faults.remove(id);
      assert.equal(await invoke(), 1);
    });
  }

  it("invokes later while Lambda is slow", async () => {
    await start([plain], 20);
    await invoke();
    add({ kind: "service-slow", service: "lambda", delayMs: 10_000 });
    const from = twin.clock.now();
    assert.equal(await invoke(), 2);
    assert.ok(twin.clock.now() - from >= 10_000);
  });

  it("throttles what would need a new environment while there is no capacity; a warm one answers", async () => {
    await start([plain, declared("g", "exports.handler = async () => 1;")]);
    assert.equal(await invoke(), 1);
    const id = add({ kind: "no-new-capacity" });
    assert.equal(await invoke(), 2);
    await refused(invoke("g"), "TooManyRequestsException", /Rate Exceeded/);
    twin.faults.remove(id);
    assert.equal(await invoke("g"), 1);
  });

  for (const [error, errorType] of [
    ["access-denied", "KMSAccessDeniedException"],
    ["disabled", "KMSDisabledException"],
    ["invalid-state", "KMSInvalidStateException"],
    ["internal", "ServiceException"],
  ] as const) {
    it(`refuses a cold start with ${errorType} where KMS says ${error}, and only where the environment is encrypted`, async () => {
      const encrypted = (name: string) => declared(name, "exports.handler = async () => 1;", key);
      await start([encrypted("warm"), encrypted("cold"), plain]);
      await invoke("warm");
      add({ kind: "service-errors", service: "kms", error });
      assert.equal(await invoke("warm"), 1, "what runs has its variables");
      assert.equal(await invoke("f"), 1);
      await refused(invoke("cold"), errorType, /unable to decrypt the environment variables/);
    });
  }

  it("refuses a cold start while KMS is down", async () => {
    await start([declared("f", "exports.handler = async () => 1;", key)]);
    const id = add({ kind: "service-down", service: "kms" });
    await refused(invoke(), "ServiceException", /KMS does not answer/);
    twin.faults.remove(id);
    assert.equal(await invoke(), 1);
  });

  it("gives functions the twin's time, and a Region's skew", async () => {
    const code = `const loaded = Date.now();
      exports.handler = async () => ({ loaded, now: Date.now(), made: new Date().getTime(), text: Date.parse(Date()),
        isDate: new Date(5) instanceof Date && new Date(5).constructor === Date, given: new Date(5).getTime(), utc: Date.UTC(1970, 0) });`;
    await start([declared("f", code), declared("g", code)], 500);
    while (twin.clock.now() - Date.now() < 60_000) {
      await wait(10);
    }
    const from = twin.clock.now();
    const straight = await invoke();
    const to = twin.clock.now();
    for (const name of ["loaded", "now", "made"]) {
      assert.ok(straight[name] >= from - 1 && straight[name] <= to + 1, `${name}: ${straight[name] - from}`);
    }
    assert.ok(Math.abs(straight.text - straight.now) < 2_000);
    assert.deepEqual([straight.given, straight.utc, straight.isDate], [5, 0, true]);
    const id = add({ kind: "clock-skew", skewMs: -7_200_000 });
    const skewed = await invoke();
    assert.ok(Math.abs(twin.clock.now() - 7_200_000 - skewed.now) < 60_000, "a warm one too");
    const cold = await invoke("g");
    assert.ok(cold.loaded < from - 7_000_000);
    twin.faults.remove(id);
    assert.ok((await invoke()).now >= to);
  });

  it("loses the environments of an availability zone, and starts others elsewhere", async () => {
    const subnet = (az: string) => resource("aws:x/y:Y", az, { availabilityZone: az }, { region });
    await start([plain, subnet("ca-central-1a"), subnet("ca-central-1b")]);
    assert.equal(await invoke(), 1);
    const a = add({ kind: "availability-zone-down", availabilityZone: "ca-central-1a" });
    await until(() => lambda.environments() === 0);
    assert.equal(await invoke(), 1, "a new one, in the other zone");
    const b = add({ kind: "availability-zone-down", availabilityZone: "ca-central-1b" });
    await until(() => lambda.environments() === 0);
    await refused(invoke(), "TooManyRequestsException");
    twin.faults.remove(a);
    twin.faults.remove(b);
    assert.equal(await invoke(), 1);
  });
});
