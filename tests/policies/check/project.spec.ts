import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "../../../policies/check/docs/pages";
import { people } from "../../../policies/check/report/people";
import { check } from "../../../policies/check/run";
import { packs } from "../../../policies/packs";
import { run } from "../../support/recipes";
import { temporaryProject } from "../../support/stacks";

const docs = join(__dirname, "../../../docs");

describe("this project's own stacks", () => {
  it("pass every rule, with no exemption", async () => {
    const report = await check({ packs });
    assert.deepEqual(
      report.violations.map(({ message }) => message),
      [],
      people(report),
    );
    assert.deepEqual(report.exempted, []);
    assert.ok(report.stacks.length >= 5 && report.resourceCount > 200);
  }).timeout(240_000);

  it("refuses a stack that is not there", async () => {
    await assert.rejects(check({ packs, stacks: ["nowhere"] }), /unknown stack "nowhere"; valid stacks: global, ca/);
  }).timeout(240_000);

  it("refuses a program that reads another jurisdiction's stack, however it names it", async () => {
    const project = temporaryProject();
    try {
      for (const stack of ["ca-west", "us-west"]) {
        rmSync(join(project.root, `Pulumi.${stack}.yaml`));
      }
      const file = join(project.root, "infra/region/stack.ts");
      const reads = `
        if (config.stack === "ca") {
          new pulumi.StackReference("organization/home-region/us").requireOutput("userPoolId");
          new pulumi.StackReference("neighbour", { name: "organization/home-region/us" }).requireOutput("issuer");
        }`;
      const program = `import * as pulumi from "@pulumi/pulumi";\n${readFileSync(file, "utf8")}`;
      writeFileSync(file, program.replace("const network =", `${reads}\n  const network =`));
      const { violations } = await check({ packs, root: project.root });
      assert.deepEqual(
        violations
          .filter(({ rule }) => rule.name === "residency-confine-stack-references")
          .map(({ level, finding }) => [level, finding.resource.name, finding.found]),
        ["organization/home-region/us", "neighbour"].map((name) => ["mandatory", name, 'reads stack "us" (US)']),
      );
    } finally {
      project.remove();
    }
  }).timeout(120_000);

  it("refuses stacks that are not configured rightly, with the issues of all of them", async () => {
    const project = temporaryProject("graph", "policies", "registry");
    try {
      writeFileSync(join(project.root, "Pulumi.ca.yaml"), "config:\n  aws:region: us-east-1\n");
      writeFileSync(join(project.root, "Pulumi.us.yaml"), "config:\n  aws:region: us-east-1\n  logRetentionDays: 8\n");
      await assert.rejects(run(project.root, "ts-node policies/check/main.ts"), ({ message }: Error) => {
        assert.match(message, /^ts-node \S+: 2\nthe stacks cannot run as they are configured:\n/);
        assert.match(message, /\n - Pulumi\.ca\.yaml: aws:region is "us-east-1"/);
        assert.match(message, /\n - Pulumi\.us\.yaml: logRetentionDays is "8"/);
        return true;
      });
    } finally {
      project.remove();
    }
  }).timeout(240_000);

  it("are described by docs/policies.md and docs/residency.md (run policies/check/docs.ts)", async () => {
    for (const [file, text] of Object.entries(await pages())) {
      assert.equal(readFileSync(join(docs, file), "utf8"), text, `docs/${file} is not current`);
    }
  }).timeout(240_000);
});
