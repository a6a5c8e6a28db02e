import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { kindsOf } from "../../local/faults/kinds";
import { worldOf } from "../../local/faults/world";
import { serviceModules } from "../../local/services";
import { busyClients } from "../support/busy-clients";
import { projectRoot } from "../support/stacks";

/** `make up` without make, in a process group and a temporary folder of its own. */
class Command {
  readonly folder = mkdtempSync(join(tmpdir(), "home-region-up-"));
  readonly process: ChildProcess;
  output = "";

  /** `preload` is a file that the process loads first. */
  constructor(args: string[], { preload }: { preload?: string } = {}) {
    const first = ["-r", "./graph/register.js", ...(preload === undefined ? [] : ["-r", preload])];
    this.process = spawn(process.execPath, [...first, "local/main.ts", ...args], {
      cwd: projectRoot,
      env: { ...process.env, TMPDIR: this.folder, PORT: "" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream!.on("data", (chunk: Buffer) => {
        this.output += chunk;
      });
    }
  }

  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      assert.equal(this.process.exitCode, null, `it ended without saying "${text}":\n${this.output}`);
      await sleep(50);
    }
  }

  async ended(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await once(this.process, "exit");
    }
    return this.process.exitCode;
  }

  /** As a terminal does: Ctrl-C reaches every process of the group. */
  interrupt(): void {
    process.kill(-this.process.pid!, "SIGINT");
  }

  async assertNoProcess(): Promise<void> {
    for (let turn = 0; turn < 100 && this.#alive(); turn++) {
      await sleep(50);
    }
    assert.equal(this.#alive(), false, `processes are left:\n${this.output}`);
  }

  /** No process of the group is left, and no file. */
  async assertGone(): Promise<void> {
    await this.assertNoProcess();
    const left = readdirSync(this.folder).filter((name) => name.startsWith("home-region"));
    assert.deepEqual(left, []);
  }

  #alive(): boolean {
    try {
      process.kill(-this.process.pid!, 0);
      return true;
    } catch {
      return false;
    }
  }

  remove(): void {
    if (this.#alive()) {
      process.kill(-this.process.pid!, "SIGKILL");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe("make up", function () {
  this.timeout(120_000);
  const commands: Command[] = [];
  const run = (...args: string[]) => runWith({}, ...args);
  const runWith = (options: { preload?: string }, ...args: string[]) => {
    const command = new Command(args, options);
    commands.push(command);
    return command;
  };
  const scratch = mkdtempSync(join(tmpdir(), "main-spec-"));
  const organizations = join(scratch, "organizations.csv");
  before(() =>
    writeFileSync(organizations, "organization,jurisdiction,country,emailDomains\nacme,CA,CA,acme.example\n"),
  );
  afterEach(() => {
    for (const command of commands.splice(0)) {
      command.remove();
    }
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it("starts, answers and stops without a trace", async () => {
    const twin = run("--port", "0", "--organizations", organizations);
    await twin.says("Ctrl-C stops everything");
    assert.match(twin.output, /5 stacks, \d+ resources, 1 organizations/);
    assert.match(twin.output, /aws:ssm\/parameter:Parameter +×\d+/, "it says what it does not stand in for");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(twin.output)![0];
    assert.equal((await fetch(`${url}/api/health`)).status, 200);
    assert.match(twin.output, new RegExp(`--from Toronto --port ${new URL(url).port}\n`), "its commands reach it");
    twin.interrupt();
    assert.equal(await twin.ended(), 0);
    assert.match(twin.output, /nothing is left running/);
    await twin.assertGone();
  });

  it("stops within five seconds under load, with success and without a trace", async () => {
    const twin = run("--port", "0", "--organizations", organizations);
    await twin.says("Ctrl-C stops everything");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(twin.output)![0];
    const clients = await busyClients(url, 16);
    try {
      while (clients.responses() < 100) {
        await sleep(20);
      }
      const began = performance.now();
      twin.interrupt();
      assert.equal(await twin.ended(), 0, twin.output);
      assert.ok(performance.now() - began < 5_000, `it took ${Math.round(performance.now() - began)} ms`);
    } finally {
      await clients.stop();
    }
    assert.match(twin.output, /nothing is left running/);
    await twin.assertGone();
  });

  it("leaves no process behind when it is killed, though idle environments are stopped", async () => {
    const twin = run("--port", "0", "--speed", "8");
    await twin.says("Ctrl-C stops everything");
    twin.process.kill("SIGKILL");
    await twin.ended();
    await twin.assertNoProcess();
  });

  it("lists the kinds of fault in its help", async () => {
    const help = run("--help");
    assert.equal(await help.ended(), 0);
    for (const kind of Object.keys(kindsOf(worldOf(serviceModules).services))) {
      assert.ok(help.output.includes(kind), kind);
    }
  });

  it("goes on after errors that nothing has caught, and says so on the timeline", async () => {
    const preload = join(scratch, "mistakes.js");
    writeFileSync(
      preload,
      `const write = process.stdout.write.bind(process.stdout);
       process.stdout.write = (text, ...rest) => {
         if (String(text).includes("Ctrl-C stops everything")) {
           setTimeout(() => { throw new Error("first mistake"); }, 10);
           Promise.reject(new Error("second mistake"));
         }
         return write(text, ...rest);
       };`,
    );
    const twin = runWith({ preload }, "--port", "0", "--organizations", organizations, "--no-traffic");
    await twin.says("first mistake");
    await twin.says("second mistake");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(twin.output)![0];
    const events = (await (await fetch(`${url}/api/events`)).json()) as { kind: string; message: string }[];
    const lines = events.filter(({ kind }) => kind === "error").map(({ message }) => message);
    for (const mistake of ["first", "second"]) {
      assert.equal(lines.filter((line) => line.includes(`${mistake} mistake`)).length, 1, mistake);
    }
    twin.interrupt();
    assert.equal(await twin.ended(), 0);
    await twin.assertGone();
  });

  for (const moment of ["evaluating the stacks", "starting services", "importing organizations"]) {
    it(`leaves nothing when it is interrupted while it is ${moment}`, async () => {
      const twin = run("--port", "0");
      await twin.says(moment);
      twin.interrupt();
      assert.equal(await twin.ended(), 0);
      assert.match(twin.output, /stopped before it was ready; nothing is left running/);
      await twin.assertGone();
    });
  }

  it("refuses a port that is taken, and says what to do", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    try {
      const twin = run("--port", String(port), "--organizations", organizations);
      assert.equal(await twin.ended(), 1);
      assert.match(twin.output, new RegExp(`${port}`));
      assert.match(twin.output, /PORT=/);
      assert.doesNotMatch(twin.output, /\n\s+at /);
      await twin.assertGone();
    } finally {
      other.close();
    }
  });

  it("refuses a file of organizations with issues: every line, and nothing runs", async () => {
    const file = join(scratch, "faulty.csv");
    writeFileSync(file, "organization,jurisdiction,country,emailDomains\nAcme!,CA,CA,\nglobex,MARS,US,\n");
    const twin = run("--port", "0", "--organizations", file);
    assert.equal(await twin.ended(), 1);
    assert.match(twin.output, /line 2.*Acme!/s);
    assert.match(twin.output, /line 3.*MARS/s);
    assert.doesNotMatch(twin.output, /evaluating|starting/, "nothing is started for it");
    assert.doesNotMatch(twin.output, /\n\s+at /);
    await twin.assertGone();
  });

  it("refuses options that it does not have, and a file that is not there", async () => {
    const typo = run("--prot", "4600");
    assert.equal(await typo.ended(), 1);
    assert.match(typo.output, /unknown option '--prot'/);
    const missing = run("--organizations", join(scratch, "none.csv"));
    assert.equal(await missing.ended(), 1);
    assert.match(missing.output, /none\.csv does not exist/);
  });
});
