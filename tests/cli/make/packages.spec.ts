import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

interface Step {
  command: [string, ...string[]];
  cwd: string;
  progress(): string;
}
const { packagesStep } = require("../../../cli/make/packages") as {
  packagesStep(title: string, folder: string, from?: string): Step[];
};

describe("installing packages", function () {
  this.timeout(60_000);
  let from: string;
  beforeEach(() => {
    from = mkdtempSync(join(tmpdir(), "home-region-packages-"));
  });
  afterEach(() => rmSync(from, { recursive: true, force: true }));

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(from, file)), { recursive: true });
    writeFileSync(join(from, file), text);
  };
  const run = ({ command: [program, ...args], cwd }: Step) => spawnSync(program, args, { cwd, encoding: "utf8" });
  /** One package, which lies beside the project: no registry is asked. */
  const project = (name: string) => {
    const links = { dependencies: { [name]: `file:${name}` } };
    const packages = {
      "": links,
      [name]: { version: "1.0.0" },
      [`node_modules/${name}`]: { resolved: name, link: true },
    };
    write("package.json", JSON.stringify(links));
    write(`${name}/package.json`, JSON.stringify({ name, version: "1.0.0" }));
    write("package-lock.json", JSON.stringify({ lockfileVersion: 3, requires: true, packages }));
  };

  it("happens once for a lock file, again for another, and after one that was interrupted", () => {
    project("a");
    const [step] = packagesStep("install", from);
    const { status, stderr } = run(step!);
    assert.equal(status, 0, stderr);
    assert.ok(existsSync(join(from, "node_modules/a/package.json")));
    assert.deepEqual(packagesStep("install", from), []);
    project("b");
    assert.equal(packagesStep("install", from).length, 1);
    // It ended in the middle: what was there is not taken for complete.
    rmSync(join(from, "b"), { recursive: true });
    writeFileSync(join(from, "package.json"), '{ "dependencies": { "c": "1.0.0" } }');
    assert.notEqual(run(packagesStep("install", from)[0]!).status, 0);
    assert.equal(packagesStep("install", from).length, 1);
  });

  it("goes into a folder of its own where it is told", () => {
    project("a");
    const folder = join(from, "elsewhere/runtimes");
    const [step] = packagesStep("install", folder, from);
    mkdirSync(join(folder, "a"), { recursive: true });
    assert.equal(run(step!).status, 0);
    assert.equal(
      readFileSync(join(folder, "package-lock.json"), "utf8"),
      readFileSync(join(from, "package-lock.json"), "utf8"),
    );
    assert.deepEqual(packagesStep("install", folder, from), []);
    assert.equal(existsSync(join(from, "node_modules")), false);
  });

  it("counts what is there of what is for this system, once the old is gone", () => {
    const packages = {
      "": {},
      "node_modules/a": {},
      "node_modules/a/node_modules/b": {},
      "node_modules/here": { optional: true, os: [process.platform], cpu: [process.arch] },
      "node_modules/elsewhere": { optional: true, os: ["aix"] },
      "node_modules/other": { optional: true, cpu: ["s390x"] },
    };
    write("package-lock.json", JSON.stringify({ packages }));
    write("node_modules/.package-lock.json", "{}");
    write("node_modules/a/package.json", "{}");
    const [{ progress }] = packagesStep("install", from) as [Step];
    assert.equal(progress(), "");
    rmSync(join(from, "node_modules"), { recursive: true });
    assert.equal(progress(), "0 of 3");
    write("node_modules/a/package.json", "{}");
    assert.equal(progress(), "1 of 3");
    write("node_modules/a/node_modules/b/package.json", "{}");
    write("node_modules/here/package.json", "{}");
    assert.equal(progress(), "all 3, their install scripts");
  });
});
