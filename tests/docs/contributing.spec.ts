/** Every recipe of CONTRIBUTING.md, followed to the letter in one copy of the project; then what proves each is run there. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../graph";
import { follow, run, stepsOf } from "../support/recipes";
import { DeclaredStack, projectRoot, type TemporaryProject, temporaryWholeProject } from "../support/stacks";

const text = readFileSync(join(projectRoot, "CONTRIBUTING.md"), "utf8");
const headings = [...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading!);
const recipes = new Map(headings.map((heading) => [heading, stepsOf("CONTRIBUTING.md", heading)]));
const commands = /```sh\n([\s\S]*?)```/.exec(text)![1]!.trim().split("\n");

describe("CONTRIBUTING.md", () => {
  it("has a recipe for each thing that is often added", () => {
    const added = headings.map((heading) => heading.replace(/^Add an? /, ""));
    const wanted = ["route", "Region", "setting", "policy", "AWS service to the twin", "kind of fault", "alarm"];
    assert.deepEqual(added, wanted);
  });

  it("has no code block that the test does not follow", () => {
    const blocks = [...text.matchAll(/^```(?:ts|yaml)$/gm)].length;
    assert.equal([...recipes.values()].flat().length, blocks);
  });
});

describe("a project in which every recipe was followed", function () {
  this.timeout(600_000);
  let project: TemporaryProject;
  let ca: DeclaredStack;
  const mocha = (...specs: string[]) => run(project.root, `mocha ${specs.join(" ")}`);
  const passes = async (...specs: string[]) => assert.match(await mocha(...specs), /\d+ passing/);

  before(async () => {
    project = temporaryWholeProject();
    for (const steps of recipes.values()) {
      follow(steps, project.root);
    }
    // What `make check` runs is run below, as far as it is about the recipes.
    for (const command of commands.filter((line) => line !== "make check")) {
      await run(project.root, command);
    }
    const graphs = await evaluateStacks({ root: project.root, stacks: ["global", "ca"] });
    ca = new DeclaredStack(graphs[1]!);
  });
  after(() => project.remove());

  it("has the types and the style of the rest", async () => {
    await run(project.root, "tsc");
    await run(project.root, "biome check --error-on-warnings .");
    await run(project.root, "npm run --silent imports");
  });

  it("is approved and documented by the commands that end a recipe", () =>
    passes("tests/infra/approved.spec.ts", "tests/docs/routes.spec.ts", "tests/docs/pictures.spec.ts"));

  it("declares the route behind the authorizer", async () => {
    const { inputs } = ca.get("aws:apigateway/method:Method", "api-v1-notes-topic-post");
    assert.equal(inputs.authorization, "CUSTOM");
    await passes("tests/functions/shared/serve.spec.ts", "tests/model/routes.spec.ts");
  });

  it("has the setting, and refuses a value that its row does not allow", async () => {
    await passes("tests/infra/project.spec.ts", "tests/model/settings.spec.ts");
    const file = join(project.root, "Pulumi.ca.yaml");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, `${before}  home-region:supportUrl: ask Joe\n`);
    const refused = evaluateStacks({ root: project.root, stacks: ["ca"] });
    await assert.rejects(
      refused,
      /supportUrl is "ask Joe"; allowed is an https:\/\/ URL, or empty; run "pulumi config/,
    );
    writeFileSync(file, before);
  });

  it("has the policy, with its cases, its messages and its page, and keeps it", async () => {
    await passes("tests/policies/security/rules.spec.ts", "tests/policies/messages.spec.ts");
    assert.match(readFileSync(join(project.root, "docs/policies.md"), "utf8"), /security-require-tracing/);
    assert.match(await run(project.root, "npm run --silent policy -- ca"), /0 violations/);
  });

  it("has the service of the twin, with its outputs and its place in the README", async () => {
    await passes("tests/local/services.spec.ts", "tests/local/docs.spec.ts", "tests/local/event-bus/service.spec.ts");
    assert.match(readFileSync(join(project.root, "local/README.md"), "utf8"), /### `event-bus`: Amazon EventBridge/);
  });

  it("has the kind of fault, in everything that follows from kinds", async () => {
    await passes(
      "tests/local/faults/effects.spec.ts",
      "tests/local/faults/request.spec.ts",
      "tests/local/docs.spec.ts",
    );
    assert.match(readFileSync(join(project.root, "local/README.md"), "utf8"), /- `region-packet-loss`: `share` of the/);
  });

  it("has the alarm, and tells the Region's topic", () => {
    const { inputs } = ca.get("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-api-get-v1-profile-refusals");
    assert.deepEqual(inputs.alarmActions, [ca.get("aws:sns/topic:Topic", "alarms").outputs.arn]);
    assert.equal(inputs.metricQueries[3].metric.metricName, "4XXError");
  });
});
