import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { functionType } from "../../../local/lambda/rules";
import { type LambdaOptions, LocalLambda } from "../../../local/lambda/service";
import { InvalidInput } from "../../../model/invalid-input";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const arnOf = (name: string) => `arn:aws:lambda:ca-central-1:123456789012:function:${name}`;

/** What a handler waits for: the test makes the file when it has seen what it wants to see. */
const gate = `const { existsSync } = require("node:fs");
  const opened = async (file) => { while (!existsSync(file)) await new Promise((r) => setTimeout(r, 5)); };`;

/** A declared function whose handler is `body` of `async (event, context)`. */
function declared(name: string, body: string, inputs: Record<string, any> = {}) {
  const code = {
    "index.js": `let count = 0; ${gate} exports.handler = async (event, context) => { count += 1; ${body} };`,
  };
  return resource(
    functionType,
    name,
    // As long as Lambda allows: only what is about a time-out has a short one.
    { code, role: "role", tags: { "data-class": "routing" }, timeout: 900, ...inputs },
    { region: "ca-central-1", outputs: { arn: arnOf(name), name } },
  );
}

/** No function here calls Lambda. */
const nobody = { holderOf: () => undefined };

describe("local/lambda", function () {
  this.timeout(30_000);
  let twin: TestTwin;
  let lambda: LocalLambda;
  let traceNow: () => string | undefined;

  const start = async (resources: ReturnType<typeof resource>[], options: Partial<LambdaOptions> = {}) => {
    twin = await twinContext({ graph: graphOf(...resources), speed: 1 });
    lambda = new LocalLambda(twin, {
      variables: ({ region, name, trace }) => {
        traceNow = trace;
        return {
          AWS_ACCESS_KEY_ID: `AKIA-${name}`,
          AWS_SECRET_ACCESS_KEY: "secret",
          AWS_ENDPOINT_URL_DYNAMODB: `http://dynamodb.${region}`,
          AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `http://cognito.${region}`,
        };
      },
      callers: nobody,
      ...options,
    });
    await lambda.start();
  };
  const invoke = (name: string, event: unknown = {}, trace = "t") =>
    lambda.invoke({ functionArn: arnOf(name), event, trace });
  const refused = (promise: Promise<unknown>, errorType: string, message = /./) =>
    assert.rejects(promise, (error: any) => {
      assert.equal(error.errorType, errorType, error.message);
      assert.match(error.message, message);
      return true;
    });

  afterEach(async () => {
    await lambda.stop();
    await twin.close();
  });

  it("runs the bundle with its environment and keeps it warm", async () => {
    await start([
      declared("f", "return { event, count, e: process.env, left: context.getRemainingTimeInMillis() };", {
        environment: { variables: { TABLE: "registry" } },
      }),
    ]);
    const first: any = await invoke("f", { a: [1] });
    const second: any = await invoke("f");
    assert.deepEqual(first.event, { a: [1] });
    assert.deepEqual([first.count, second.count], [1, 2]);
    assert.equal(first.e.TABLE, "registry");
    assert.equal(first.e.AWS_ENDPOINT_URL_DYNAMODB, "http://dynamodb.ca-central-1");
    assert.equal(first.e.AWS_ACCESS_KEY_ID, "AKIA-f");
    assert.equal(first.e.PATH, undefined);
    assert.ok(first.left > 0 && first.left <= 900_000);
    const [cold, warm] = twin.ledger.trace("t")!.hops;
    assert.match(cold!.action, /cold start \(init \d+ ms\)/);
    assert.deepEqual(
      [warm!.action, warm!.dataClass, warm!.jurisdiction, warm!.outcome],
      ["invoke", "routing", "CA", "ok"],
    );
  });

  it("tells the running invocation's trace to whoever issued the credentials", async () => {
    await start([declared("f", "await opened(event.file); return 1;")]);
    const file = join(twin.stateDir, "gate");
    const running = invoke("f", { file }, "trace-7");
    while (traceNow?.() === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(traceNow(), "trace-7");
    writeFileSync(file, "");
    await running;
    assert.equal(traceNow(), undefined);
  });

  it("runs concurrent invocations in environments of their own, up to the limit, then makes them wait", async () => {
    const body =
      "require('node:fs').writeFileSync(event.folder + '/' + process.pid, ''); await opened(event.file); return process.pid;";
    await start([declared("f", body)], { maxEnvironments: 2 });
    const folder = join(twin.stateDir, "environments");
    mkdirSync(folder);
    const file = join(twin.stateDir, "gate");
    const running = Promise.all([1, 2, 3, 4].map(() => invoke("f", { folder, file })));
    while (readdirSync(folder).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    writeFileSync(file, "");
    const pids = await running;
    assert.equal(new Set(pids).size, 2);
    assert.equal(readdirSync(folder).length, 2);
  });

  it("refuses more than the reserved concurrency", async () => {
    await start([declared("f", "await opened(event.file);", { reservedConcurrentExecutions: 1 })]);
    const file = join(twin.stateDir, "gate");
    const first = invoke("f", { file });
    await refused(invoke("f", { file }), "TooManyRequestsException");
    writeFileSync(file, "");
    assert.equal(await first, null);
  });

  it("answers with the thrown error's name and message", async () => {
    await start([declared("f", "throw new TypeError('broken');")]);
    await refused(invoke("f"), "TypeError", /^broken$/);
    assert.equal(twin.ledger.trace("t")!.hops[0]!.outcome, "TypeError");
  });

  it("kills an environment that exceeds its time-out, also in a busy loop, and starts a new one", async () => {
    await start([
      declared("f", "if (event.hang) for (;;); return count;", { timeout: 1 }),
      declared("g", "return count;"),
    ]);
    await refused(invoke("f", { hang: true }), "Sandbox.Timedout", /Task timed out after 1\.00 seconds/);
    const [hop] = twin.ledger.trace("t")!.hops;
    assert.ok(hop!.ms >= 1_000, "not before its time");
    await invoke("g");
  });

  it("reports a crash and goes on with a new environment", async () => {
    await start([declared("f", "if (event.crash) process.exit(3); return count;")]);
    await refused(invoke("f", { crash: true }), "Runtime.ExitError", /exit status 3/);
    assert.equal(await invoke("f"), 1);
  });

  it("reports a bundle that cannot be loaded", async () => {
    const code = { "index.js": "throw new RangeError('while loading')" };
    await start([declared("f", "", { code }), declared("g", "", { handler: "index.other" })]);
    await refused(invoke("f"), "RangeError", /while loading/);
    await refused(invoke("g"), "Runtime.HandlerNotFound", /index\.other/);
  });

  it("refuses while the Region is down, and running invocations die with it", async () => {
    await start([
      declared("f", "if (event.forever) await new Promise(() => setInterval(() => {}, 1e6)); return count;"),
    ]);
    await invoke("f");
    const running = refused(invoke("f", { forever: true }), "ServiceException", /is down/);
    const fault = twin.faults.add({ kind: "region-down", region: "ca-central-1" });
    await running;
    await refused(invoke("f"), "ServiceException", /ca-central-1 is down/);
    twin.faults.remove(fault.id);
    assert.equal(await invoke("f"), 1);
  });

  it("refuses a service without a permission, an unknown function and a too large event", async () => {
    await start([declared("f", "return 1;")]);
    const caller = { principal: "apigateway.amazonaws.com", sourceArn: "arn:aws:execute-api:ca-central-1:1:api/*" };
    const call = lambda.invoke({ functionArn: arnOf("f"), event: {}, trace: "t", caller });
    await refused(call, "AccessDeniedException", /aws\.lambda\.Permission/);
    await refused(invoke("nobody"), "ResourceNotFoundException");
    await refused(invoke("f", "x".repeat(6 * 1024 * 1024)), "RequestEntityTooLargeException");
  });

  it("refuses to start with what AWS would refuse", async () => {
    await start([]);
    const broken = await twinContext({ graph: graphOf(declared("f", "", { memorySize: 1 })) });
    const other = new LocalLambda(broken, { variables: () => ({}), callers: nobody });
    await assert.rejects(other.start(), InvalidInput);
    await broken.close();
  });

  it("leaves no process when it stops", async () => {
    await start([declared("f", "return process.pid;")]);
    const pid = (await invoke("f")) as number;
    await lambda.stop();
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  });
});
