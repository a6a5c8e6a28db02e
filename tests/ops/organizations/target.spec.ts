import assert from "node:assert/strict";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { awsTarget } from "../../../ops/organizations/aws";
import { twinTarget } from "../../../ops/organizations/target";

describe("where the registry is", () => {
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

  it("takes table and key of the deployed one from the global stack", async () => {
    await cli(
      `[ "$*" = "stack output --json --show-secrets --stack global" ] && echo '{"registryTableName":"t","registryHashKey":"k"}'`,
    );
    assert.deepEqual(await awsTarget(), {
      name: "AWS, ca-central-1",
      region: "ca-central-1",
      table: "t",
      hashKey: "k",
    });
  });

  it("refuses without CLI, stack, output or JSON", async () => {
    process.env.PATH = folder;
    await assert.rejects(awsTarget(), /pulumi CLI is not on PATH; fix: install it/);
    await cli('echo "error: no stack named global" >&2; exit 255');
    await assert.rejects(awsTarget(), /failed; fix: log in .*\nerror: no stack named/);
    await cli(`echo '{"registryTableName":"t"}'`);
    await assert.rejects(awsTarget(), /no output registryHashKey; fix: deploy it/);
    await cli("echo hello");
    await assert.rejects(awsTarget(), /did not answer with JSON/);
  });

  it("asks the twin, and refuses where none answers or another program does", async () => {
    const registry = { endpoint: "http://e", region: "ca-central-1", table: "t", hashKey: "k" };
    const answers: object[] = [
      { dns: {}, registry: { ...registry, credentials: { accessKeyId: "a", secretAccessKey: "b" } } },
      { registry },
      {},
    ];
    const server = createServer((_request, response) => response.end(JSON.stringify(answers.shift())));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.equal((await twinTarget(`${url}/`)).hashKey, "k");
    await assert.rejects(twinTarget(url), /without registry.credentials; fix/);
    await assert.rejects(twinTarget(url), /without registry.endpoint, registry.region/);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(twinTarget(url), /no twin answers at .*make up/);
  });
});
