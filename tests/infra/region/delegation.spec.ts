import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import type { StackGraph } from "../../../graph/graph";
import { type ChildMessage, runProgram } from "../../../graph/process";
import { readSettings, type StackSettings } from "../../../graph/project";
import { delegationProblem, requireDelegation } from "../../../infra/region/delegation";
import { projectRoot } from "../../support/stacks";

const domain = "acme-product.com";
const nameServers = ["ns-1.awsdns-00.com", "ns-2.awsdns-00.net"];
const refused = (code?: string) => async () => Promise.reject(code ? Object.assign(new Error(code), { code }) : "odd");

describe("whether certificates can be issued", () => {
  const problemWith = (resolveNs: () => Promise<string[]>) =>
    delegationProblem({ stack: "ca", domain }, nameServers, (asked) => {
      assert.equal(asked, domain);
      return resolveNs();
    });

  it("is so from when one of the hosted zone's name servers is answered", async () => {
    assert.equal(await problemWith(async () => [...nameServers]), undefined);
    assert.equal(await problemWith(async () => ["ns-9.example.net", "NS-2.awsdns-00.net."]), undefined);
  });

  it("refuses a domain that nobody answers for, or others, with the name servers to set", async () => {
    const answers: [string, () => Promise<string[]>][] = [
      ["nobody", refused("ENOTFOUND")],
      ["nobody", refused("ENODATA")],
      ["nobody", async () => []],
      ["ns-8.example.net, ns-9.example.net", async () => ["ns-8.example.net", "ns-9.example.net"]],
    ];
    for (const [who, resolveNs] of answers) {
      assert.deepEqual(await problemWith(resolveNs), {
        certain: true,
        message:
          `stack "ca" cannot be updated yet: ${domain} is answered for by ${who}, not by its hosted zone, so that certificates would ` +
          "wait in vain; at the registrar (or in the parent's hosted zone) set these name servers: ns-1.awsdns-00.com, " +
          "ns-2.awsdns-00.net; wait until they answer (npm run doctor) and update again. Where they answer under names of " +
          'your own, run "pulumi config set requireDelegation false"',
      });
    }
  });

  it("is not known where DNS does not answer", async () => {
    for (const code of ["ETIMEOUT", "ECONNREFUSED", "ESERVFAIL"]) {
      assert.deepEqual(await problemWith(refused(code)), {
        certain: false,
        message: `whether ${domain} is delegated is not known: no answer from DNS (${code})`,
      });
    }
    assert.match((await problemWith(refused()))?.message ?? "", /no answer from DNS \(odd\)$/);
  });
});

const { EngineService } = require("@pulumi/pulumi/proto/engine_grpc_pb");
const { LogSeverity, SetRootResourceResponse } = require("@pulumi/pulumi/proto/engine_pb");
const { withLocalStorage } = require("@pulumi/pulumi/runtime/state");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

/** What an engine that updates is to a program, beside what mocks stand for: somebody who hears its log. */
function engine(said: string[]): Server {
  const server = new Server();
  const answers: UntypedServiceImplementation = {
    log: ({ request }: any, done: any) => {
      if (request.getSeverity() > LogSeverity.DEBUG) {
        said.push(request.getMessage());
      }
      done(null, new Empty());
    },
    setRootResource: (_: unknown, done: any) => done(null, new SetRootResourceResponse()),
  };
  server.addService(EngineService, answers);
  return server;
}

describe("a region stack before its domain is delegated", function () {
  this.timeout(60_000);
  let folder: string;
  let global: StackGraph;
  const said: string[] = [];
  const server = engine(said);
  let address: string;

  const settingsOf = (stack: string, more: Record<string, string> = {}): StackSettings => {
    const settings = readSettings(projectRoot, stack);
    const own = Object.entries(more).map(([key, value]) => [`${settings.project}:${key}`, value]);
    return { ...settings, config: { ...settings.config, ...Object.fromEntries(own) } };
  };

  before(async () => {
    const port = await promisify(server.bindAsync.bind(server))("127.0.0.1:0", ServerCredentials.createInsecure());
    address = `127.0.0.1:${port}`;
    folder = mkdtempSync(join(tmpdir(), "delegation-"));
    const { signal } = new AbortController();
    const references = Promise.resolve({});
    const settings = settingsOf("global", { domain });
    global = await runProgram({ root: projectRoot, settings, references, signal, timeoutMs: 50_000 });
  });
  beforeEach(() => void said.splice(0));
  after(() => {
    server.forceShutdown();
    rmSync(folder, { recursive: true });
  });

  /** Answers for DNS, and counts what is declared before it is asked. */
  const stubs = (answer: string) => `
    const declared = [];
    const { MockMonitor } = require(${JSON.stringify(require.resolve("@pulumi/pulumi/runtime/mocks"))});
    const { registerResource } = MockMonitor.prototype;
    MockMonitor.prototype.registerResource = function (request, ...rest) {
      declared.push(...[request.getType()].filter((type) => !type.startsWith("pulumi:")));
      return registerResource.call(this, request, ...rest);
    };
    require("node:dns").promises.Resolver.prototype.resolveNs = async () => ${answer};
  `;

  /** The program as an engine runs it, but for what it declares, which mocks take. `answer` is what DNS says. */
  async function run(answer: string, config: Record<string, string>, engine = address): Promise<ChildMessage> {
    const dns = join(folder, "dns.js");
    writeFileSync(dns, stubs(answer));
    const child = fork(join(projectRoot, "graph/child.ts"), {
      cwd: projectRoot,
      execArgv: ["--require", join(projectRoot, "graph/register.js"), "--require", dns],
      env: { ...process.env, PULUMI_NODEJS_ENGINE: engine },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.send({ root: projectRoot, settings: settingsOf("ca", config), references: { global } });
    const [message] = (await once(child, "message")) as [ChildMessage];
    child.kill("SIGKILL");
    await once(child, "close");
    return message;
  }
  const elsewhere = '["ns-9.example.net"]';

  it("refuses to be updated, before it declares anything", async () => {
    const message = await run('declared.length > 0 ? declared : ["ns-9.example.net"]', { domain });
    assert.ok("error" in message, "it went on");
    assert.match(
      message.error,
      /^stack "ca" cannot be updated yet: acme-product\.com is answered for by ns-9\.example\.net/,
    );
    for (const server of global.outputs.nameServers as string[]) {
      assert.ok(message.error.includes(server), server);
    }
    assert.doesNotMatch(message.error, /\n\s+at /);
  });

  it("asks nobody in a preview", async () => {
    const config = { stack: "ca", domain, requireDelegation: true };
    const asked: string[] = [];
    const resolveNs = async (name: string) => {
      asked.push(name);
      return ["ns-9.example.net"];
    };
    const inEngine = (preview: boolean) =>
      withLocalStorage(() => {
        pulumi.runtime.resetOptions("home-region", "ca", 1, address, "", preview, "organization");
        return requireDelegation(config, { nameServers: pulumi.output(nameServers) }, resolveNs);
      });
    await inEngine(true);
    assert.deepEqual(asked, []);
    await assert.rejects(inEngine(false), (error) => pulumi.RunError.isInstance(error));
    assert.deepEqual(asked, [domain]);
  });

  for (const [when, answer, config, engine] of [
    ["its domain is delegated", "global", { domain }, undefined],
    ["nobody wants to know", elsewhere, { domain, requireDelegation: "false" }, undefined],
    ["the domain cannot be owned", elsewhere, { domain: "example.com" }, undefined],
    ["no engine updates", elsewhere, { domain }, ""],
  ] as const) {
    it(`goes on where ${when}`, async () => {
      const answered = answer === "global" ? JSON.stringify(global.outputs.nameServers) : answer;
      const message = await run(answered, config, engine);
      assert.ok("graph" in message, JSON.stringify(message).slice(0, 500));
      assert.ok(message.graph.resources.length > 100);
      assert.deepEqual(said, []);
    });
  }

  it("goes on with a warning where DNS does not answer: an update must be possible without it", async () => {
    const message = await run('Promise.reject(Object.assign(new Error(), { code: "ETIMEOUT" }))', { domain });
    assert.ok("graph" in message, JSON.stringify(message).slice(0, 500));
    assert.deepEqual(said, [`whether ${domain} is delegated is not known: no answer from DNS (ETIMEOUT)`]);
  });
});
