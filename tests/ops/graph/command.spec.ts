/** What the command prints of this project's own stacks. */
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { graph, graphCommand } from "../../../ops/graph";
import { mermaid } from "../../../ops/graph/mermaid";
import { pictureOfAll } from "../../../ops/graph/picture-all";
import { pictureOfStack } from "../../../ops/graph/picture-stack";
import { evaluatedStacks, temporaryProject } from "../../support/stacks";
import { run } from "../shared/run";

describe("npm run graph", function () {
  this.timeout(120_000);

  it("prints a stack's own resources as JSON, and every secret as one", async () => {
    const { code, stdout } = await run(graphCommand(), "global");
    assert.equal(code, 0);
    const resources: { type: string; name: string; inputs: Record<string, unknown> }[] = JSON.parse(stdout);
    assert.equal(stdout, `${JSON.stringify(resources, null, 2)}\n`);
    const key = resources.find(({ type }) => type === "aws:ssm/parameter:Parameter");
    assert.equal(key?.inputs.value, "[secret]");
    assert.ok(resources.every((resource) => !("stack" in resource)));
    assert.ok(resources.every(({ name }) => name !== "network"));
  });

  it("leaves the global stack's secret out of the other stacks too", async () => {
    const resources: { type: string; name: string; inputs: any }[] = JSON.parse(await graph("ca", "json"));
    assert.ok(resources.some(({ name }) => name === "network"));
    assert.ok(!resources.some(({ type }) => type === "aws:ssm/parameter:Parameter"));
    const lookup = resources.find(({ type, name }) => type === "aws:lambda/function:Function" && name === "lookup");
    assert.equal(lookup?.inputs.environment.variables.REGISTRY_HASH_KEY, "[secret]");
  });

  it("prints all stacks, the global one first, each resource with its stack", async () => {
    const resources: { stack: string }[] = JSON.parse(await graph("all", "json"));
    const stacks = [...new Set(resources.map(({ stack }) => stack))];
    assert.deepEqual(stacks, ["global", "ca", "ca-west", "us", "us-west"]);
  });

  it("draws one stack or all, as a flowchart or a picture", async () => {
    const stacks = await evaluatedStacks();
    const global = stacks.find(({ stack }) => stack === "global")!;
    assert.equal(await graph("global", "mermaid"), mermaid([global]));
    assert.equal(await graph("global", "svg"), pictureOfStack(global));
    assert.equal(await graph("all", "svg"), pictureOfAll(stacks));
  });

  it("writes to a file where one is named, and refuses one that cannot be written", async () => {
    const folder = mkdtempSync(join(tmpdir(), "graph-"));
    try {
      const file = join(folder, "global.mmd");
      const written = await run(graphCommand(), "global", "--format", "mermaid", "--out", file);
      assert.deepEqual(written, { code: 0, stdout: "", stderr: "" });
      assert.match(readFileSync(file, "utf8"), /^flowchart LR\n/);
      const gone = join(folder, "gone", "global.mmd");
      assert.deepEqual(await run(graphCommand(), "global", "--format", "mermaid", "--out", gone), {
        ...{ code: 1, stdout: "" },
        stderr: `--out ${gone}: cannot be written (ENOENT); fix: choose a folder that exists and is yours\n`,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe("of another project", () => {
    /** The answer where this is the program, and a stack's file has this at its end. */
    async function of(program: string, stack = "global", more = "") {
      const project = temporaryProject();
      try {
        writeFileSync(join(project.root, "infra/index.ts"), program);
        appendFileSync(join(project.root, `Pulumi.${stack}.yaml`), more);
        return await run(graphCommand(project.root), stack);
      } finally {
        project.remove();
      }
    }

    it("prints no secret of its configuration", async () => {
      const program = `
        import * as aws from "@pulumi/aws";
        import { Config } from "@pulumi/pulumi";
        export = () => void new aws.sns.Topic("t", { displayName: new Config("other").require("token") });`;
      const { code, stdout } = await of(program, "global", "  other:token:\n    secure: v1:abc\n");
      assert.equal(code, 0);
      assert.deepEqual(JSON.parse(stdout), [
        { type: "aws:sns/topic:Topic", name: "t", inputs: { displayName: "[secret]" } },
      ]);
    });

    it("refuses what its program refuses, and what any stack is configured with wrongly, without a stack trace", async () => {
      const thrown = await of(
        'import { RunError } from "@pulumi/pulumi"; export = () => { throw new RunError("broken"); };',
      );
      assert.deepEqual(thrown, { code: 1, stdout: "", stderr: 'stack "global" cannot be evaluated: broken\n' });
      const wrong = await of("export = () => {};", "us", "  home-region:domain: nowhere\n");
      assert.equal(wrong.code, 1);
      assert.match(
        wrong.stderr,
        /^the stacks cannot run as they are configured:\n - Pulumi\.us\.yaml: domain is "nowhere"/,
      );
    });
  });

  it("refuses a format that it does not know, and says which there are", async () => {
    const { code, stderr } = await run(graphCommand(), "ca", "--format", "pdf");
    assert.equal(code, 1);
    assert.match(stderr, /Allowed choices are json, mermaid, svg/);
  });

  it("says what it is for, and with what", async () => {
    const { stdout } = await run(graphCommand(), "--help");
    assert.match(stdout, /^Usage: graph \[options\] \[stack\]\n\nPrint what a stack declares\./);
    assert.match(stdout, /a stack of model\/topology\.ts, global, or all; without one/);
    assert.match(stdout, /--format <format> +how \(choices: "json", "mermaid", "svg", default: "json"\)/);
    assert.match(stdout, /--out <file> +write to a file instead/);
  });
});
