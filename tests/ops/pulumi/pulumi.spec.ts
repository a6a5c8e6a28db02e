import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { deploymentOrder, pulumiArguments } from "../../../ops/pulumi";
import { packs } from "../../../policies/packs";

const root = join(__dirname, "../../..");

describe("the pulumi wrapper", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pulumi-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function pack(...path: string[]) {
    const pack = join(folder, "policies", ...path);
    await mkdir(pack, { recursive: true });
    await writeFile(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    return pack;
  }

  it("passes every pack and further arguments on", async () => {
    const residency = await pack("residency");
    const security = await pack("security");
    await mkdir(join(folder, "policies", "shared"));
    assert.deepEqual(pulumiArguments(["up", "ca-west", "--yes", "--diff"], folder), [
      ...["up", "--stack", "ca-west", "--policy-pack", residency, "--policy-pack", security],
      ...["--yes", "--diff"],
    ]);
  });

  it("hands every pack of this project to every preview and update, whatever its folder", () => {
    const files = readdirSync(join(root, "policies"), { recursive: true, encoding: "utf8" });
    const every = files.filter((file) => basename(file) === "PulumiPolicy.yaml");
    const folders = every.map((file) => dirname(join(root, "policies", file))).sort();
    assert.equal(folders.length, packs.length + 1, "each pack alone, and all in one");
    for (const verb of ["preview", "up"]) {
      for (const stack of deploymentOrder()) {
        const words = pulumiArguments([verb, stack]);
        const handed = words.filter((_, index) => words[index - 1] === "--policy-pack");
        assert.deepEqual(handed.sort(), folders, `${verb} ${stack}`);
      }
    }
    // What `npm run policy` and the pack of all know is what has a folder.
    const names = folders.filter((folder) => folder !== join(root, "policies")).map((folder) => basename(folder));
    assert.deepEqual(packs.map(({ name }) => name).sort(), names);
  });

  it("hands a pack on as soon as its folder has a PulumiPolicy.yaml", async () => {
    await cp(join(root, "policies"), join(folder, "policies"), { recursive: true });
    const before = pulumiArguments(["up", "ca"], folder);
    const cost = await pack("cost");
    const after = pulumiArguments(["up", "ca"], folder);
    const added = ["--policy-pack", cost];
    assert.equal(after.length, before.length + added.length);
    assert.equal(after[after.indexOf(cost) - 1], "--policy-pack");
  });

  it("calls the CLI with them", async () => {
    const cli = join(folder, "pulumi");
    await writeFile(cli, '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    await chmod(cli, 0o755);
    const PATH = [folder, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
    const child = spawn(process.execPath, ["-r", "ts-node/register", "ops/pulumi.ts", "up", "ca-west", "--yes"], {
      cwd: root,
      env: { ...process.env, PATH },
      stdio: ["ignore", "pipe", "inherit"],
    });
    assert.deepEqual((await text(child.stdout)).trimEnd().split("\n"), pulumiArguments(["up", "ca-west", "--yes"]));
  });

  it("takes policies/ itself where it is a pack", async () => {
    const own = await pack();
    assert.deepEqual(pulumiArguments(["preview", "global"], folder), [
      "preview",
      "--stack",
      "global",
      "--policy-pack",
      own,
    ]);
  });

  it("refuses an unknown or missing stack with the order of deployment, and to go without a pack", async () => {
    assert.throws(() => pulumiArguments(["up", "mars"], folder), /"mars".*global, ca, ca-west, us, us-west/);
    assert.throws(() => pulumiArguments(["preview"], folder), /no stack is named.*global, ca/);
    assert.throws(() => pulumiArguments([], folder), /found ""; allowed: preview, up/);
    assert.throws(() => pulumiArguments(["destroy", "ca"], folder), /"destroy"; allowed: preview, up/);
    assert.throws(() => pulumiArguments(["up", "ca"], folder), /no policy pack/);
  });

  /** Runs `runPulumi` in a process of its own, with `script` (a shell script) as the CLI, or none. */
  async function run(script: string | undefined) {
    if (script !== undefined) {
      await writeFile(join(folder, "pulumi"), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, "pulumi"), 0o755);
    }
    const code = `const { runCommand } = require("./cli/run");
      runCommand(() => require("./ops/pulumi").runPulumi(["up", "--stack", "ca", "a b"]))`;
    const PATH =
      script === undefined ? folder : [folder, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
    const child = spawn(process.execPath, ["-r", "ts-node/register", "-e", code], {
      cwd: root,
      env: { ...process.env, PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "close");
    return { child, ended, stdout: text(child.stdout), stderr: text(child.stderr) };
  }

  it("gives back the CLI's exit code", async () => {
    const { ended, stdout } = await run('echo "$# $4 $PULUMI_NODEJS_TRANSPILE_ONLY"; exit 7');
    assert.equal((await ended)[0], 7);
    assert.equal(await stdout, "4 a b true\n");
  });

  it("hands signals to the CLI and waits for it", async () => {
    const { child, ended, stdout } = await run(
      'trap "echo stopped; exit 9" TERM; echo ready; for i in $(seq 400); do sleep 0.05; done',
    );
    child.stdout.once("data", () => child.kill("SIGTERM"));
    assert.equal((await ended)[0], 9);
    assert.equal(await stdout, "ready\nstopped\n");
  });

  it("hands on what a terminal would have sent to the CLI as well, where there is none", async () => {
    const { child, ended } = await run(
      'trap "exit 9" INT; echo ready; for i in $(seq 400); do sleep 0.05; done; exit 1',
    );
    child.stdout.once("data", () => child.kill("SIGINT"));
    assert.equal((await ended)[0], 9);
  });

  it("ends as a shell says of a CLI that a signal has ended", async () => {
    for (const [signal, code] of [
      ["INT", 130],
      ["TERM", 143],
    ] as const) {
      const { ended } = await run(`kill -${signal} $$`);
      assert.equal((await ended)[0], code, signal);
    }
  });

  it("refuses a CLI that cannot be started", async () => {
    await writeFile(join(folder, "pulumi"), "no program");
    const { ended, stderr } = await run(undefined);
    assert.equal((await ended)[0], 1);
    assert.match(await stderr, /^the pulumi CLI cannot be started: .*EACCES/);
  });

  it("refuses without a CLI and says how to get it", async () => {
    const { ended, stderr } = await run(undefined);
    assert.equal((await ended)[0], 1);
    assert.match(await stderr, /^the pulumi CLI is not on PATH; fix: install it .*\n$/);
  });
});
