import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../graph";
import { run } from "../support/recipes";
import { DeclaredStack, projectRoot, type TemporaryProject, temporaryWholeProject } from "../support/stacks";

/** What docs/adding-a-region.md tells a reader to write. */
function documented() {
  const text = readFileSync(join(projectRoot, "docs/adding-a-region.md"), "utf8");
  const entries = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  const files = [...text.matchAll(/`(Pulumi\.[\w-]+\.yaml)`\n\n```yaml\n([\s\S]*?)```/g)];
  const commands = /## 3\. [\s\S]*?```sh\n([\s\S]*?)```/.exec(text)![1]!.trim().split("\n");
  return { entries, commands, files: files.map(([, name, content]) => [name!, content!] as const) };
}

/** What depends on files that are generated from the topology or the stacks. */
const generated = [
  "tests/infra/approved.spec.ts",
  "tests/infra/project.spec.ts",
  "tests/docs/pictures.spec.ts",
  "tests/docs/routes.spec.ts",
  "tests/local/docs.spec.ts",
  "tests/policies/messages.spec.ts",
  "tests/policies/check/docs/*.spec.ts",
];

describe("adding a Region as documented", function () {
  this.timeout(180_000);
  let project: TemporaryProject;
  let stacks: Record<string, DeclaredStack>;

  before(async () => {
    const { entries, files } = documented();
    assert.equal(entries.trim().split("\n").length, 2);
    assert.equal(files.length, 2);
    project = temporaryWholeProject();
    const topology = join(project.root, "model/topology.ts");
    const before = readFileSync(topology, "utf8");
    // Before the United States: nothing that stands may depend on its place in the list.
    writeFileSync(topology, before.replace(/\n( {2}us: \{)/, `\n${entries}$1`));
    for (const [name, content] of files) {
      writeFileSync(join(project.root, name), content);
    }
    const graphs = await evaluateStacks({ root: project.root, stacks: ["global", "ca", "us", "eu", "eu-west"] });
    stacks = Object.fromEntries(graphs.map((graph) => [graph.stack, new DeclaredStack(graph)]));
  });
  after(() => project.remove());

  it("replicates the registry to both Regions", () => {
    const { replicas } = stacks.global!.get("aws:dynamodb/table:Table", "registry").inputs;
    const regions = replicas.map((replica: { regionName: string }) => replica.regionName);
    assert.deepEqual(regions, ["ca-west-1", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"]);
  });

  it("serves the jurisdiction from its own two Regions", () => {
    const record = (stack: string) => stacks[stack]!.get("aws:route53/record:Record", "dns-jurisdiction").inputs;
    assert.equal(record("eu").name, "eu.api.example.com");
    assert.deepEqual(record("eu").failoverRoutingPolicies, [{ type: "PRIMARY" }]);
    assert.deepEqual(record("eu-west").failoverRoutingPolicies, [{ type: "SECONDARY" }]);
    assert.equal(record("eu-west").setIdentifier, "eu-west-1");
    const table = stacks.eu!.get("aws:dynamodb/table:Table", "data-profiles");
    assert.equal(table.inputs.name, "home-region-eu-profiles");
    assert.deepEqual(table.inputs.tags, { "data-class": "personal", jurisdiction: "EU" });
    const validated = stacks.global!.get("aws:acm/certificate:Certificate", "dns-eu-api");
    assert.equal(validated.region, "eu-central-1");
  });

  it("gives the new VPCs blocks that overlap with no other", () => {
    const blocks = ["ca", "eu", "eu-west"].map(
      (stackName) => stacks[stackName]!.get("awsx:ec2:Vpc", "network").inputs.cidrBlock,
    );
    assert.deepEqual(blocks, ["10.16.0.0/16", "10.48.0.0/16", "10.56.0.0/16"]);
  });

  it("changes nothing that is declared in the stacks that are there, wherever in the list it is added", async () => {
    const [global, ca, us] = await evaluateStacks({ root: projectRoot, stacks: ["global", "ca", "us"] });
    // A function's code carries the topology, so it changes.
    const declared = (stack: DeclaredStack) =>
      stack.resources
        .filter((resource) => resource.type !== "aws:lambda/function:Function")
        .map((resource) => [resource.urn, resource.inputs]);
    assert.deepEqual(declared(stacks.ca!), declared(new DeclaredStack(ca!)));
    assert.deepEqual(declared(stacks.us!), declared(new DeclaredStack(us!)));
    const kept = new Set(new DeclaredStack(global!).list());
    const added = stacks.global!.list().filter((entry) => !kept.delete(entry));
    assert.deepEqual([...kept], []);
    assert.deepEqual(added, [
      "aws:acm/certificate:Certificate dns-eu-api",
      "aws:kms/key:Key registry-eu-central-1",
      "aws:kms/key:Key registry-eu-west-1",
      "aws:route53/record:Record dns-eu-api-validation",
    ]);
  });

  it("leaves nothing stale once its commands have run, and every stack keeps every policy", async () => {
    for (const command of documented().commands) {
      await run(project.root, command);
    }
    const specs = generated.map((spec) => `'${spec}'`).join(" ");
    assert.match(await run(project.root, `mocha ${specs}`), /\d+ passing/);
    assert.match(await run(project.root, "npm run --silent policy"), /of 7 stacks/);
    const stacks = JSON.parse(await run(project.root, "npm run --silent stacks"));
    assert.deepEqual(stacks, ["global", "ca", "ca-west", "eu", "eu-west", "us", "us-west"]);
  }).timeout(600_000);
});
