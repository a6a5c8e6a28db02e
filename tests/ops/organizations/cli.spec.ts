import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { TwinEndpoints } from "../../../registry/target";
import { startRegistry, type TestRegistry } from "../../registry/registry";

const root = join(__dirname, "../../..");

describe("npm run organizations", () => {
  let registry: TestRegistry;
  let twin: Server;
  let url: string;
  let folder: string;

  before(async () => {
    registry = await startRegistry();
    folder = await mkdtemp(join(tmpdir(), "organizations-"));
    twin = createServer((_request, response) => {
      const { name: _, ...target } = registry.target;
      response.end(JSON.stringify({ dns: {}, registry: target as TwinEndpoints["registry"] }));
    });
    await once(twin.listen(0, "127.0.0.1"), "listening");
    url = `http://127.0.0.1:${(twin.address() as AddressInfo).port}`;
  });

  after(async () => {
    twin.closeAllConnections();
    twin.close();
    await registry.close();
    await rm(folder, { recursive: true });
  });

  function start(args: string[]) {
    const child = spawn(process.execPath, ["-r", "ts-node/register", "ops/organizations.ts", ...args], {
      cwd: root,
      env: { ...process.env, HOME_REGION_TWIN: url },
    });
    const output = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    return { child, result: output.then(([stdout, stderr, [code]]) => ({ stdout, stderr, code: Number(code) })) };
  }
  const run = (args: string[]) => start(args).result;

  it("imports from stdin, and shows", async () => {
    const { child, result } = start(["import", "-", "--format", "csv"]);
    child.stdin.end("organization,country,emailDomains\nacme,CA,acme.example\nglobex,US,\n");
    const imported = await result;
    assert.equal(imported.code, 0, imported.stderr);
    assert.match(imported.stdout, /^2 organizations in the twin at http.*: 2 new, 0 changed, 0 as they were/);
    const { code, stdout } = await run(["show", "acme"]);
    assert.equal(code, 0);
    assert.match(stdout, /^organization\s+org_\w{26}\nhome\s+CA \(ca-central-1, ca-west-1\)$/m);
  });

  it("refuses mistakes without a stack trace, and says what is allowed", async () => {
    const refused = async (args: string[], message: RegExp) => {
      const { code, stdout, stderr } = await run(args);
      assert.equal(code, 1, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /);
    };
    await Promise.all([
      refused(["list", "--limit", "0"], /Allowed: a whole number from 1/),
      refused(["import", "gone.csv"], /gone.csv: cannot be read \(ENOENT\)/),
    ]);
  });

  it("says how far it got when it is stopped", async () => {
    const lines = Array.from({ length: 1500 }, (_, index) => `stopped-${index},CA`);
    const file = join(folder, "many.csv");
    await writeFile(file, ["organization,jurisdiction", ...lines].join("\n"));
    const running = start(["import", file]);
    // What is being written waits until the process has said that it heard.
    const heard = new Promise<void>((resolve) => {
      running.child.stderr.on("data", (chunk) => String(chunk).includes("stopping when") && resolve());
      running.child.once("close", () => resolve());
    });
    registry.intercept = async (operation) => {
      if (operation !== "TransactWriteItems") {
        return;
      }
      running.child.kill("SIGINT");
      registry.intercept = (next) => (next === "TransactWriteItems" ? heard : undefined);
      await heard;
    };
    const { code, stdout, stderr } = await running.result;
    assert.match(stderr, /^stopping when what is being written is whole; again to leave at once$/m);
    registry.intercept = () => {};
    assert.equal(code, 130, stderr);
    assert.match(stdout, /stopped: [\d,]+ not done; every organization is whole; running it again does the rest/);
    const count = async (prefix: string) =>
      [...(await registry.rows()).keys()].filter((pk) => pk.startsWith(prefix)).length;
    const written = await count("org#");
    assert.equal(await count("slug#"), written);
    assert.ok(written > 0 && written < 1500, `${written} written`);
  });

  it("leaves at once when it is stopped twice", async () => {
    const file = join(folder, "many.csv");
    await writeFile(file, "organization,jurisdiction\ntwice,CA\n");
    const { child, result } = start(["import", file]);
    child.stderr.on("data", (chunk) => String(chunk).includes("stopping when") && child.kill("SIGTERM"));
    registry.intercept = async (operation) => {
      if (operation === "TransactWriteItems") {
        child.kill("SIGTERM");
        await once(child, "close");
      }
    };
    try {
      const { code, stdout } = await result;
      assert.deepEqual([code, stdout], [130, ""]);
    } finally {
      registry.intercept = () => {};
    }
  });
});
