import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { stackFiles } from "../../graph/project";
import { settings } from "../../model/settings";
import { globalStack, regionStacks } from "../../model/topology";
import { projectRoot } from "../support/stacks";

const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");
const project = parse(read("Pulumi.yaml"));

describe("the project file", () => {
  it("declares every setting of model/settings.ts, with type, description and default", () => {
    const declared = Object.entries(settings).map(([key, { type, description, default: value }]) => [
      key,
      { type, description, default: value },
    ]);
    assert.deepEqual(Object.entries(project.config), declared);
  });

  it("asks for domain and Region where a project is made from it", () => {
    assert.deepEqual(Object.keys(project.template.config), ["aws:region", "home-region:domain"]);
  });

  it("does not name an entry: it would change the working directory", () => {
    assert.equal(project.main, undefined);
    assert.equal(JSON.parse(read("package.json")).main, "infra/index.ts");
  });

  it("has a file for each stack of the topology and no other, with values only", () => {
    assert.deepEqual(stackFiles(projectRoot), [globalStack, ...Object.keys(regionStacks)].sort());
    for (const [stack, { region }] of Object.entries(regionStacks)) {
      // What `pulumi stack init` adds says where the stack's secrets key is.
      const { secretsprovider, encryptedkey, encryptionsalt, ...values } = parse(read(`Pulumi.${stack}.yaml`));
      assert.deepEqual(values, { config: { "aws:region": region } });
    }
  });

  it("pins every package to one version", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json"));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
    }
  });

  it("can be installed on every platform: the lockfile names a version and a checksum for each package", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Record<string, unknown>> };
    const { "": _, ...others } = packages;
    const incomplete = Object.entries(others).filter(
      ([, dependency]) => !dependency.link && (!dependency.version || !dependency.integrity),
    );
    assert.deepEqual(
      incomplete.map(([name]) => name),
      [],
    );
  });
});
