import assert from "node:assert/strict";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { mock } from "node:test";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { awsTarget } from "../../ops/organizations/aws";
import { registryClient, twinTarget } from "../../registry/target";

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("where the deployed registry is", () => {
  let folder: string;
  const { PATH } = process.env;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "target-"));
  });
  afterEach(async () => {
    process.env.PATH = PATH;
    await rm(folder, { recursive: true });
  });

  async function cli(body: string) {
    await writeFile(join(folder, "pulumi"), `#!/bin/sh\n${body}\n`);
    await chmod(join(folder, "pulumi"), 0o755);
    process.env.PATH = [folder, "/usr/bin", "/bin"].join(delimiter);
  }
  const command = "`pulumi stack output --json --show-secrets --stack global`";

  it("is told by the global stack, table and key", async () => {
    await cli(
      `[ "$*" = "stack output --json --show-secrets --stack global" ] && echo '{"registryTableName":"t","registryHashKey":"k"}'`,
    );
    assert.deepEqual(await awsTarget(), {
      ...{ name: "AWS, ca-central-1", region: "ca-central-1", table: "t", hashSecret: "k" },
    });
  });

  it("refuses without CLI, stack, outputs or JSON", async () => {
    const refused = (message: string) => assert.rejects(awsTarget(), { name: "InvalidInput", message });
    process.env.PATH = folder;
    await refused(
      "the pulumi CLI is not on PATH; fix: install it (https://www.pulumi.com/docs/iac/download-install/), then npm run doctor",
    );
    await cli('echo "  error: no stack named global  " >&2; exit 255');
    await refused(
      `${command} failed; fix: log in to the backend that holds the stack, or deploy it: npm run up -- global\nerror: no stack named global`,
    );
    for (const outputs of ["{}", '{"registryTableName":"","registryHashKey":3}']) {
      await cli(`echo '${outputs}'`);
      await refused(
        "stack global has no output registryTableName, registryHashKey; fix: deploy it with this version first: npm run up -- global",
      );
    }
    await cli("echo hello");
    await refused(`${command} did not answer with JSON; fix: is \`pulumi\` on PATH the Pulumi CLI?`);
  });

  it("refuses to wait for a CLI that does not answer", async () => {
    await cli("kill -9 $$");
    await assert.rejects(awsTarget(), /failed; fix: log in/);
    await cli("exec sleep 60");
    await assert.rejects(awsTarget(50), {
      message: `${command} gave no response within 0.05 s; fix: try it by hand`,
    });
  });

  it("is told whole where a stack has many outputs", async () => {
    await cli(
      `printf '{"registryTableName":"t","registryHashKey":"k","more":"'; head -c 3000000 /dev/zero | tr '\\0' x; printf '"}'`,
    );
    assert.equal((await awsTarget()).table, "t");
  });
});

describe("where the twin's registry is", () => {
  const registry = { endpoint: "http://e", region: "ca-central-1", table: "t", hashSecret: "k" };
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  let reply: () => string;
  let status: number;
  let url: string;
  let close: () => Promise<unknown>;
  const asked: string[] = [];

  before(async () => {
    const server = createServer((request, response) => {
      asked.push(String(request.url));
      response.writeHead(status).end(reply());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  });
  beforeEach(() => {
    status = 200;
  });
  after(() => close());

  it("is told by its control API, and nothing more of the response is taken", async () => {
    reply = () => JSON.stringify({ dns: {}, registry: { ...registry, credentials, more: 1 } });
    assert.deepEqual(await twinTarget(`${url}//`), { name: `the twin at ${url}//`, ...registry, credentials });
    assert.equal(asked.at(-1), "/api/endpoints");
  });

  it("refuses another program and another version, and says what is missing", async () => {
    const refused = (body: object, missing: string) => {
      reply = () => JSON.stringify(body);
      return assert.rejects(twinTarget(url), {
        name: "InvalidInput",
        message: `${url}/api/endpoints answers, but without ${missing}; fix: is it this project's twin, of the same version?`,
      });
    };
    await refused({ registry }, "registry.credentials");
    await refused(
      { registry: { ...registry, credentials, table: "", hashSecret: "" } },
      "registry.table, registry.hashSecret",
    );
    await refused({}, "registry.endpoint, registry.region, registry.table, registry.hashSecret, registry.credentials");
  });

  it("refuses where none answers, or not as one", async () => {
    const refused = (reason: string, endpoint = url) =>
      assert.rejects(twinTarget(endpoint), {
        name: "InvalidInput",
        message: `no twin answers at ${endpoint}/api/endpoints (${reason}); fix: start it with \`make up\`, say where it is with --port or --twin, or use --aws`,
      });
    status = 404;
    reply = () => "{}";
    await refused("status 404");
    await refused("ECONNREFUSED", `http://127.0.0.1:${await freePort()}`);
    await refused("ERR_INVALID_URL", "nonsense");
    status = 200;
    reply = () => "hello";
    await assert.rejects(twinTarget(url), /\(Unexpected token .*\); fix: start/);
  });

  it("refuses to wait for one that does not answer", async () => {
    reply = () => JSON.stringify({ registry: { ...registry, credentials } });
    // What the signal of a time limit ends with has a code that is a number.
    const late = new DOMException("The operation was aborted due to timeout", "TimeoutError");
    const timeout = mock.method(AbortSignal, "timeout", () => AbortSignal.abort(late));
    try {
      await assert.rejects(twinTarget(url), /\(The operation was aborted due to timeout\); fix: start/);
      assert.deepEqual(timeout.mock.calls[0]?.arguments, [5000]);
    } finally {
      timeout.mock.restore();
    }
  });
});

describe("the client of a registry", () => {
  it("leaves the credentials that it was given as they are", async () => {
    const credentials = Object.freeze({ accessKeyId: "A", secretAccessKey: "S" });
    const target = { name: "x", region: "us-east-1", table: "t", hashSecret: "k" };
    const client = registryClient({ ...target, credentials });
    assert.equal((await client.config.credentials()).accessKeyId, "A");
    assert.deepEqual(Object.keys(credentials), ["accessKeyId", "secretAccessKey"]);
    client.destroy();
  });

  it("slows down with the table, tries eight times, and does not wait for ever", async () => {
    const target = { name: "x", region: "us-east-1", table: "t", hashSecret: "k" };
    const client = registryClient({
      ...target,
      endpoint: "http://127.0.0.1:1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    assert.equal(await client.config.region(), "us-east-1");
    assert.equal(await client.config.maxAttempts(), 8);
    assert.equal(client.config.retryMode, "adaptive");
    const handler = client.config.requestHandler as unknown as { configProvider: Promise<Record<string, any>> };
    const config = await handler.configProvider;
    assert.equal(config.connectionTimeout, 5000);
    assert.deepEqual([config.requestTimeout, config.throwOnRequestTimeout], [10_000, true]);
    assert.deepEqual([(await config.httpAgentProvider()).maxSockets, config.httpsAgent.maxSockets], [64, 64]);
    client.destroy();
    const anywhere = registryClient({ ...target, region: "" });
    assert.equal(await anywhere.config.region(), "ca-central-1");
    anywhere.destroy();
  });

  for (const [name, answer] of [
    ["never answers", () => {}],
    [
      "never ends its answer",
      (response: ServerResponse) => response.writeHead(200, { "content-length": 100 }).write("{"),
    ],
  ] as const) {
    it(`refuses to wait for a registry that ${name}`, async () => {
      const server = createServer((_, response) => void answer(response)).listen(0, "127.0.0.1");
      await once(server, "listening");
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const credentials = { accessKeyId: "a", secretAccessKey: "b" };
      const target = { name: "x", region: "ca-central-1", table: "t", hashSecret: "k", endpoint, credentials };
      const client = registryClient(target, 200);
      try {
        const asked = client.send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "a" } } }));
        await assert.rejects(asked, { name: "TimeoutError", message: "no response within 0.2 s" });
      } finally {
        client.destroy();
        server.closeAllConnections();
        server.close();
      }
    });
  }

  it("ends every operation within 45 s, whatever a registry does", async () => {
    const limits: number[] = [];
    const { setTimeout: original } = globalThis;
    mock.method(globalThis, "setTimeout", (work: (error: unknown) => void, ms: number, error: unknown) => {
      limits.push(ms);
      return original(work, 0, error);
    });
    const client = registryClient({
      name: "x",
      region: "ca-central-1",
      table: "t",
      hashSecret: "k",
      endpoint: "http://127.0.0.1:1",
    });
    try {
      await assert.rejects(client.send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "a" } } })), {
        name: "TimeoutError",
      });
      assert.ok(limits.includes(45_000));
    } finally {
      mock.restoreAll();
      client.destroy();
    }
  });
});
