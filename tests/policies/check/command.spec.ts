import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { policy } from "../../../policies/check/command";
import { evaluate, project, withFile } from "./fixture";

async function run(...args: string[]) {
  let out = "";
  let err = "";
  const output = {
    evaluate,
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  return { code: await policy(args, output), out, err };
}

const onFixture = (...args: string[]) => run("--root", project, ...args);

describe("npm run policy", () => {
  it("prints a report for people and ends with 1 where a rule is violated", async () => {
    const { code, out, err } = await onFixture();
    assert.equal(code, 1);
    assert.match(out, /^sqs queue "jobs" in stack ca\n/);
    assert.match(out, /declared at tests\/fixtures\/check\/infra\/index\.ts:\d+\n/);
    assert.match(out, /\n3 violations: 3 resources of 3 stacks under \d\d+ rules, \d+\.\d s\n$/);
    assert.equal(err, "");
  });

  it("ends with 0 where the stacks and packs that are asked about are sound", async () => {
    const { code, out } = await onFixture("us", "global", "--pack", "residency", "resilience");
    assert.equal(code, 0);
    assert.match(out, /^0 violations: 1 resource of 2 stacks/);
  });

  it("checks the project that it is part of, unless told another", async () => {
    const roots: unknown[] = [];
    const code = await policy([], {
      evaluate: async ({ root } = {}) => {
        roots.push(root);
        return [];
      },
      out: () => {},
      err: () => {},
    });
    assert.equal(code, 0);
    assert.deepEqual(roots, [join(__dirname, "../../..")]);
  });

  it("prints other formats, and writes more of them to files from the same check", async () => {
    await withFile("none.json", {}, async (none) => {
      const sarif = join(dirname(none), "a=b.sarif");
      const junit = join(dirname(none), "a.xml");
      const { code, out } = await onFixture("--format", "json", "--output", `sarif=${sarif}`, `junit=${junit}`);
      assert.equal(code, 1);
      assert.equal(JSON.parse(out).summary.violations, 3);
      assert.ok(out.endsWith("}\n"));
      assert.equal(JSON.parse(readFileSync(sarif, "utf8")).version, "2.1.0");
      assert.match(readFileSync(junit, "utf8"), /^<\?xml/);
    });
    assert.match((await onFixture("--format", "markdown")).out, /^### Policies are violated\n/);
  });

  it("takes a configuration", async () => {
    await withFile("config.json", { all: "advisory" }, async (file) => {
      const { code, out } = await onFixture("--config", file);
      assert.match(out, /0 violations, 3 advisory/);
      assert.equal(code, 0);
    });
  });

  it("refuses outputs that are no <format>=<file>, before it checks anything", async () => {
    for (const text of ["sarif", "pdf=a.pdf", "sarif=", "=a.sarif", "a b=c"]) {
      const { code, out, err } = await run("--output", text, "--root", "/nowhere");
      assert.deepEqual([code, out], [2, ""]);
      assert.equal(
        err,
        `--output is "${text}"; allowed is <format>=<file> with people, json, markdown, sarif, junit\n`,
      );
    }
  });

  it("refuses formats, packs and options that are not there, and says what is allowed", async () => {
    const wrong: [string[], RegExp][] = [
      [["--format", "pdf"], /'pdf' is invalid. Allowed choices are people, json, markdown, sarif, junit\./],
      [["--pack", "cost"], /'cost' is invalid. Allowed choices are residency, security, resilience\./],
      [["--quick"], /unknown option '--quick'/],
    ];
    for (const [args, message] of wrong) {
      const { code, out, err } = await run(...args);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, message);
    }
  });

  it("refuses a stack that is not there and programs that fail, in a line", async () => {
    const missing = await onFixture("nowhere");
    assert.deepEqual(missing, {
      code: 2,
      out: "",
      err: 'unknown stack "nowhere"; valid stacks: global, ca, us\n',
    });
    const failing = await run("--root", join(project, "../evaluate-errors"));
    assert.equal(failing.code, 2);
    assert.match(failing.err, /^stack "\S+" cannot be evaluated: /);
  });

  it("shows where an error of its own is", async () => {
    const { code, err } = await run("--root", "/nowhere");
    assert.equal(code, 2);
    assert.match(err, /^Error: ENOENT.*\/nowhere.*\n +at /s);
  });

  it("explains itself", async () => {
    const { code, out } = await run("--help");
    assert.equal(code, 0);
    assert.match(out, /^Usage: policy \[options\] \[stacks\.\.\.\]\n/);
    const said = out.replace(/\s+/g, " ");
    for (const text of [
      "Check what the stacks declare. Exit code 1: a mandatory rule is violated. 2: the check could not be made.",
      "stacks stacks to check (default: all)",
      '--format <format> how to print (choices: "people", "json", "markdown", "sarif", "junit", default: "people")',
      "--output <format=file...> write another format to a file, from the same check",
      '--pack <name...> packs to check with (choices: "residency", "security", "resilience")',
      "--exemptions <file> exemptions (default: policies/exemptions.json of the project, where it is)",
      "--config <file> levels and settings, as for pulumi's --policy-pack-config",
      "--root <folder> another project with the same layout",
    ]) {
      assert.ok(said.includes(text), text);
    }
  });

  it("takes the project's own exemptions, unless told others", async () => {
    const root = join(project, "../check-exempted");
    assert.match((await run("--root", root)).out, /\nExempted:\n +residency-keep-region until 2999-12-31 by team/);
    await withFile("none.json", { exemptions: [] }, async (file) => {
      assert.match((await run("--root", root, "--exemptions", file)).out, /\n2 violations: /);
    });
  });
});
