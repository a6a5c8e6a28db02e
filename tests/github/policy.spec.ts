import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { globalStack, regionStacks } from "../../model/topology";
import { projectRoot, temporaryProject } from "../support/stacks";

interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

const text = readFileSync(join(projectRoot, ".github/workflows/policy.yml"), "utf8");
const workflow = parse(text);
const jobs: Record<string, { if?: string; needs?: string; permissions?: object; steps: Step[] } & Record<string, any>> =
  workflow.jobs;
const steps = Object.values(jobs).flatMap((job) => job.steps);
const ownBranch = "github.event.pull_request.head.repo.full_name == github.repository";

describe("the workflow for pull requests", () => {
  it("may read, and write only the comment and the findings", () => {
    assert.deepEqual(workflow.permissions, { contents: "read" });
    assert.deepEqual(jobs.check!.permissions, {
      contents: "read",
      "pull-requests": "write",
      "security-events": "write",
    });
    assert.deepEqual(jobs.preview!.permissions, { contents: "read", "id-token": "write" });
    assert.deepEqual(Object.keys(jobs), ["check", "preview"]);
  });

  it("runs for pull requests as their authors may, never with the rights of the base", () => {
    assert.deepEqual(workflow.on, { pull_request: null, push: { branches: ["main"] } });
  });

  it("lets no fork reach the role, and asks the engine only after the check", () => {
    assert.equal(jobs.preview!.needs, "check");
    assert.equal(jobs.preview!.if, `vars.AWS_PREVIEW_ROLE != '' && (github.event_name == 'push' || ${ownBranch})`);
    const comment = jobs.check!.steps.find(({ run }) => run?.startsWith("gh "))!;
    assert.equal(comment.if, `always() && hashFiles('policy.md') != '' && ${ownBranch}`);
  });

  it("stores no key: a role and a token for the run, and the passphrase of the state", () => {
    assert.deepEqual([...new Set(text.match(/secrets\.\w+/g))], ["secrets.PULUMI_CONFIG_PASSPHRASE"]);
    assert.doesNotMatch(text, /access-key|AWS_SECRET|AKIA|PULUMI_ACCESS_TOKEN/i);
    const aws = steps.find(({ uses }) => uses?.startsWith("aws-actions/"))!;
    assert.deepEqual(Object.keys(aws.with!), ["role-to-assume", "aws-region"]);
    for (const { uses, with: given } of steps) {
      if (uses?.startsWith("actions/checkout@")) {
        assert.equal(given!["persist-credentials"], false);
      }
    }
  });

  it("gives no text of a pull request to a shell, and runs no package's scripts", () => {
    for (const { run = "" } of steps) {
      assert.doesNotMatch(run, /\$\{\{/);
      if (run.startsWith("npm ci")) {
        assert.equal(run, "npm ci --ignore-scripts");
      }
    }
  });

  it("previews the stacks that the check has listed", () => {
    assert.match(jobs.preview!.strategy.matrix.stack, /^\$\{\{ fromJSON\(needs\.check\.outputs\.stacks\) \}\}$/);
    assert.match(jobs.check!.outputs.stacks, /^\$\{\{ steps\.stacks\.outputs\.stacks \}\}$/);
    assert.equal(steps.find(({ id }) => id === "stacks")?.name, "List the stacks of the topology");
  });

  it("uses actions by their major version", () => {
    for (const { uses } of steps) {
      if (uses) {
        assert.match(uses, /^[\w.-]+\/[\w./-]+@v\d+$/);
      }
    }
  });
});

describe("the workflow's check, as a runner would run it", function () {
  this.timeout(120_000);

  it("passes a clean tree and shows so", () => {
    const { codes, calls, summary, files, outputs } = runCheck(() => {});
    assert.deepEqual(codes, [0, 0, 0, 0, 0]);
    assert.equal(outputs, `stacks=${JSON.stringify([globalStack, ...Object.keys(regionStacks)])}\n`);
    assert.deepEqual(calls, [["npm", "ci", "--ignore-scripts"], comment]);
    assert.match(summary, /^### Policies pass\n\n0 violations: \d+ resources of 5 stacks/);
    assert.equal(files["policy.md"], summary);
    assert.deepEqual(JSON.parse(files["policy.sarif"]!).runs[0].results, []);
    assert.doesNotMatch(files["policy.xml"]!, /<failure/);
  });

  it("refuses a tree with a violation, and shows it in summary, comment and findings all the same", () => {
    const { codes, calls, summary, files } = runCheck((root) => {
      for (const stack of ["ca-west", "us-west"]) {
        rmSync(join(root, `Pulumi.${stack}.yaml`));
      }
      const file = join(root, "infra/region/stack.ts");
      const bucket = `new aws.s3.Bucket("exports", { region: "us-east-1", tags: tagsFor("personal", jurisdiction) });`;
      const program = readFileSync(file, "utf8");
      writeFileSync(
        file,
        program.replace("  const network =", `  if (jurisdiction === "CA") ${bucket}\n  const network =`),
      );
    });
    assert.deepEqual(codes, [0, 0, 1, 0, 0]);
    assert.deepEqual(calls.at(-1), comment);
    assert.match(summary, /^### Policies are violated\n/);
    assert.match(
      summary,
      /\| ca: s3 bucket "exports" \| \[residency-keep-region\].*is in us-east-1 \(US\).*\| infra\/region\/stack\.ts:\d+ \|/,
    );
    const [run] = JSON.parse(files["policy.sarif"]!).runs;
    const found = run.results.find((result: any) => result.ruleId === "residency-keep-region");
    assert.equal(run.tool.driver.rules[found.ruleIndex].id, "residency-keep-region");
    assert.equal(found.level, "error");
    const { artifactLocation, region } = found.locations[0].physicalLocation;
    assert.equal(artifactLocation.uri, "infra/region/stack.ts");
    assert.ok(region.startLine > 1);
    assert.match(files["policy.xml"]!, /<testcase [^>]*name="residency-keep-region">\s*<failure/);
  });
});

const comment = [
  "gh",
  ..."pr comment 7 --repo example/home-region --body-file policy.md --edit-last --create-if-none".split(" "),
];

/** The job's steps that are commands, one after another: exit codes, calls of `gh` and of `npm ci`, and what is left. */
function runCheck(change: (root: string) => void) {
  const project = temporaryProject("policies", "graph", "ops");
  const runner = mkdtempSync(join(tmpdir(), "home-region-runner-"));
  try {
    change(project.root);
    const { log, environment } = prepare(runner);
    let failed = false;
    const codes = jobs.check!.steps.flatMap(({ run, if: condition = "", env = {} }) => {
      const missing = [...condition.matchAll(/hashFiles\('(.+?)'\)/g)].some(
        ([, file]) => !existsSync(join(project.root, file!)),
      );
      if (!run || missing || (failed && !condition.includes("always()"))) {
        return [];
      }
      const script = join(runner, "step.sh");
      writeFileSync(script, run);
      const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, known[value] ?? ""]));
      // What a runner uses where a step names no shell:
      // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
      const { status } = spawnSync("bash", ["-e", script], { cwd: project.root, env: { ...environment, ...own } });
      failed ||= status !== 0;
      return [status];
    });
    const calls = readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as string[]);
    const left = ["policy.md", "policy.sarif", "policy.xml"].map((file) => [
      file,
      readFileSync(join(project.root, file), "utf8"),
    ]);
    return {
      codes,
      calls,
      summary: readFileSync(environment.GITHUB_STEP_SUMMARY, "utf8"),
      outputs: readFileSync(environment.GITHUB_OUTPUT, "utf8"),
      files: Object.fromEntries(left) as Record<string, string>,
    };
  } finally {
    project.remove();
    rmSync(runner, { recursive: true, force: true });
  }
}

const known: Record<string, string> = {
  "${{ github.token }}": "token",
  "${{ github.event.pull_request.number }}": "7",
};

/** `gh` and `npm ci` are written down instead: GitHub and the registry are not asked. */
function prepare(runner: string) {
  const bin = join(runner, "bin");
  const log = join(runner, "calls");
  mkdirSync(bin);
  const record = (name: string) =>
    `node -e 'fs.appendFileSync(process.env.CALLS, JSON.stringify(["${name}", ...process.argv.slice(1)]) + "\\n")' -- "$@"`;
  const npm = spawnSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).stdout.trim();
  writeFileSync(join(bin, "gh"), `#!/bin/sh\n${record("gh")}\n`, { mode: 0o755 });
  writeFileSync(join(bin, "npm"), `#!/bin/sh\n[ "$1" = ci ] || exec "${npm}" "$@"\n${record("npm")}\n`, {
    mode: 0o755,
  });
  const environment = {
    HOME: runner,
    // The Node.js that runs this test, as the runner's would be the one that it was set up with.
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "example/home-region",
    GITHUB_STEP_SUMMARY: join(runner, "summary"),
    GITHUB_OUTPUT: join(runner, "outputs"),
    CALLS: log,
  };
  return { log, environment };
}
