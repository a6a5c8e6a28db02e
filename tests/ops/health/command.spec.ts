import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mock } from "node:test";
import { settings } from "../../../model/settings";
import { healthCommand } from "../../../ops/health";
import { projectRoot } from "../../support/stacks";
import { run } from "../shared/run";

describe("npm run health", () => {
  it("says how each Region is, and by its exit code whether every jurisdiction is served", async () => {
    let health = "healthy";
    const server = createServer((request, response) => {
      const region = { stack: "ca", region: "ca-central-1", jurisdiction: "CA", role: "primary", health };
      const topology = { domain: "d.com", regions: [region], places: [{ name: "Toronto" }] };
      response.end(JSON.stringify(request.url === "/api/topology" ? topology : { region: "ca-central-1", why: [] }));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const at = (...args: string[]) => run(healthCommand(), "--port", String(port), ...args);
    try {
      const served = await at();
      assert.deepEqual([served.code, served.stderr], [0, ""]);
      assert.match(served.stdout, /^the twin at http:\/\/127\.0\.0\.1:\d+\nok .*\nok .*ca-central-1 serves it\n$/);
      health = "unhealthy";
      const down = await at("--json");
      assert.equal(down.code, 1);
      assert.deepEqual(JSON.parse(down.stdout).jurisdictions[0].region, null);
      health = "unknown";
      assert.match((await at()).stdout, /^\? {5}ca /m);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    const gone = await at();
    assert.deepEqual([gone.code, gone.stdout], [1, ""]);
    assert.match(
      gone.stderr,
      /^no twin answers at http:\S+\/api\/topology \((ECONN\w+|UND_ERR_SOCKET)\); fix: start it with `make up`/,
    );
    const { stdout: help } = await at("--help");
    assert.match(help, /^Usage: health \[options\]\n\nSay how each Region is/);
    assert.match(help, /Exit code 1 where one\s+is not served/);
    assert.match(help, /--aws +the deployed system/);
    assert.match(help, /--json +answer in JSON/);
    assert.match(help, /--twin <url> +control API of the twin, where it is not/);
  });

  it("asks the names under this project's domain where the deployed system is meant", async () => {
    const asked: string[] = [];
    mock.method(globalThis, "fetch", async (url: unknown) => {
      asked.push(new URL(String(url)).host);
      return Response.json({}, { status: 503 });
    });
    try {
      const { code, stdout } = await run(healthCommand(), "--aws");
      assert.equal(code, 1);
      assert.match(stdout, new RegExp(`^AWS, ${settings.domain.default}\n`));
      assert.ok(asked.includes(`ca-central-1.ca.api.${settings.domain.default}`), asked.join());
    } finally {
      mock.restoreAll();
    }
  });

  it("starts from the shell", () => {
    const { status, stdout } = spawnSync(process.execPath, ["-r", "ts-node/register", "ops/health.ts", "--help"], {
      ...{ cwd: projectRoot, encoding: "utf8" },
    });
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: health/);
  });
});
