import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { allChecks, doctorCommand } from "../../../ops/doctor";
import { type Check, type Context, look, mustFix, ok } from "../../../ops/doctor/check";
import { projectRoot } from "../../support/stacks";
import { run } from "../shared/run";

/** A check of this name that finds this, and keeps what it was given. */
function checkOf(name: string, finding: ReturnType<typeof ok>) {
  const contexts: Context[] = [];
  const check: Check = {
    name,
    async run(context) {
      contexts.push(context);
      return [finding];
    },
  };
  return { check, contexts };
}

describe("npm run doctor", () => {
  it("makes every check, by name", () => {
    assert.deepEqual(
      allChecks.map(({ name }) => name),
      [
        ...["node", "pulumi", "backend", "state", "credentials", "stack files", "configuration"],
        ...["domain", "delegation", "Regions", "quotas", "checkers", "ports"],
      ],
    );
  });

  it("gives each check this project, this operator and all stacks, and lets none ask AWS", async () => {
    const { check, contexts } = checkOf("one", ok("fine"));
    const { code, stdout } = await run(doctorCommand([check]));
    assert.equal(code, 0);
    assert.match(stdout, /^ok {4}one {12}fine\n\nnothing that must be fixed/);
    const [{ root, home, stacks, aws, env, execute, resolveNs } = {} as Context] = contexts;
    assert.deepEqual(
      { root, home, stacks, aws },
      { root: projectRoot, home: homedir(), stacks: ["global", "ca", "ca-west", "us", "us-west"], aws: false },
    );
    assert.equal(env.PATH, process.env.PATH);
    assert.deepEqual(await execute("no-such-command", []), { missing: true });
    // Such a name is refused before anybody is asked.
    await assert.rejects(resolveNs("\u0000"));
  });

  it("checks one stack, lets AWS be asked and answers in JSON where that is wanted", async () => {
    const { check, contexts } = checkOf("one", look("few", "ask"));
    const { code, stdout } = await run(doctorCommand([check]), "--stack", "us", "--aws", "--json");
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), [{ check: "one", status: "look", found: "few", fix: "ask" }]);
    assert.deepEqual([contexts[0]?.stacks, contexts[0]?.aws], [["global", "us"], true]);
  });

  it("ends with 1 where anything must be fixed", async () => {
    const checks = [checkOf("one", ok("fine")), checkOf("two", mustFix("none", "set it"))];
    const { code, stdout } = await run(doctorCommand(checks.map(({ check }) => check)));
    assert.equal(code, 1);
    assert.match(stdout, /\n1 to fix before a deployment/);
  });

  it("says what it is for, and with what", async () => {
    const { stdout } = await run(doctorCommand([]), "--help");
    assert.match(stdout, /^Usage: doctor \[options\]\n\nSay what is missing before a first deployment\./);
    assert.match(stdout, /--stack <stack> +only for this stack/);
    assert.match(stdout, /--aws +also ask AWS/);
    assert.match(stdout, /--json +answer in JSON/);
  });

  it("starts from the shell, and ends", () => {
    const { status, stdout } = spawnSync(process.execPath, ["-r", "ts-node/register", "ops/doctor.ts", "--help"], {
      ...{ cwd: projectRoot, encoding: "utf8" },
    });
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: doctor/);
  });
});
