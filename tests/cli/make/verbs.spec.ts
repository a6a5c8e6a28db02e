import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

interface Step {
  title: string;
  command: string[];
  env?: Record<string, string>;
}
const { leftOut, verbs } = require("../../../cli/make/verbs") as {
  verbs: Record<"setup" | "check" | "test" | "test-browser" | "test-runtimes" | "test-recipes", () => Step[]>;
  leftOut: Record<"check" | "test", () => string[]>;
};
const { specs } = require("../../../cli/make/specs") as {
  specs(): Record<"all" | "fast" | "browser" | "runtimes" | "recipes", string[]>;
};
const root = resolve(__dirname, "../../..");

/** What there is to install depends on the machine. */
const withoutInstalling = (steps: Step[]) => steps.filter(({ title }) => !/^(install|fetch) /.test(title));
const titles = (steps: Step[]) => withoutInstalling(steps).map(({ title }) => title);
const filesOf = (steps: Step[]) => steps.at(-1)!.command.filter((argument) => argument.endsWith(".spec.ts"));

describe("make's verbs", () => {
  const checks = ["lint", "check imports", "check types", "check the client's types"];

  it("check: lint, imports, types, and the fast tests, which may start no process", () => {
    const steps = verbs.check();
    assert.deepEqual(titles(steps), [...checks, "run the fast tests"]);
    assert.deepEqual(filesOf(steps), specs().fast);
    assert.equal(steps.at(-1)!.env?.HOME_REGION_FAST, "1");
    assert.deepEqual(leftOut.check(), ["the slow tests: make test"]);
  });

  it("test: the same with all tests, and it says what it leaves out and what brings it", () => {
    const steps = verbs.test();
    assert.deepEqual(titles(steps), [...checks, "run the tests"]);
    assert.deepEqual(filesOf(steps), specs().all);
    assert.equal(steps.at(-1)!.env?.HOME_REGION_FAST, undefined);
    assert.match(leftOut.test().at(-1)!, /Node 20, Deno, workerd, React Native and Firefox: make test-runtimes/);
  });

  it("test-browser: what needs Chromium, and nothing else does", () => {
    const steps = verbs["test-browser"]();
    assert.deepEqual(titles(steps), ["run the tests in a browser"]);
    assert.deepEqual(filesOf(steps), specs().browser);
    assert.match(leftOut.test().join("\n"), /in Chromium: make test-browser/);
  });

  it("test-runtimes: the client in all of them", () => {
    const steps = verbs["test-runtimes"]();
    assert.deepEqual(titles(steps), ["run the client in every runtime"]);
    assert.deepEqual(filesOf(steps), specs().runtimes);
  });

  it("test-recipes: the documentation's, followed to the letter", () => {
    const steps = verbs["test-recipes"]();
    assert.deepEqual(titles(steps), ["follow the recipes of the documentation"]);
    assert.deepEqual(filesOf(steps), specs().recipes);
    assert.match(leftOut.test().at(-2)!, /CONTRIBUTING\.md .*: make test-recipes/);
  });

  it("are the Makefile's, each with what it is for", () => {
    const makefile = readFileSync(join(root, "Makefile"), "utf8");
    for (const verb of Object.keys(verbs)) {
      assert.match(makefile, new RegExp(`^${verb}: ## .+\n\t@\\$\\(run\\) ${verb}$`, "m"));
      if (verb !== "setup") {
        assert.ok(readFileSync(join(root, "README.md"), "utf8").includes(`make ${verb}`), verb);
      }
    }
  });
});
