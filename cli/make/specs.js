/** Which spec files run when: `make check` runs the fast ones, `make test` all but those that have a target of their own. */
const { existsSync, readdirSync, readFileSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");

/** Needs 700 MB of runtimes beside the project's packages. */
const runtimes = ["tests/client/runtimes.spec.ts"];

/** Follow a recipe of CONTRIBUTING.md or docs/ to the letter in a copy of the project, and run there what follows from it: minutes. */
const recipes = ["tests/docs/contributing.spec.ts", "tests/infra/adding-a-region.spec.ts"];

/** Take longest. Begun first, so that the other processor does not wait for one of them in the end. */
const longest = ["tests/local/outages.spec.ts", "tests/local/twin.spec.ts", "tests/client/twin.spec.ts"];

/** A spec that imports one of these, itself or through the tests' own files, runs in a browser. */
const browserPackages = /^playwright-core$/;

/** A spec that imports one of these, itself or through the tests' own files, is slow: processes, browsers, bundles. */
const slowPackages = /^((node:)?child_process|esbuild)$/;

/** And one that imports one of these: whole twins and evaluated stacks. A spec that starts a process for another reason fails in `make check`. */
const slowSources = [
  "bench/program.ts",
  "graph/index.ts",
  "local/twin.ts",
  "client/scripts/build.ts",
  "local/lambda/service.ts",
  "local/lambda/pool.ts",
  "ops/graph.ts",
  "ops/doctor/execute.ts",
  "ops/organizations/aws.ts",
];

const importPattern = /^(?!import type|export type).*?\b(?:from|import|require)\s*\(?\s*"([^"]+)"/gm;

/** The spec files of each target. `all` is what `make test` runs, slow ones first, so that none of them is begun last while the other processors rest. */
function specs(root = join(__dirname, "../..")) {
  const inBrowser = reaching(
    root,
    (name) => browserPackages.test(name),
    () => false,
  );
  const isSlow = reaching(
    root,
    (name) => slowPackages.test(name),
    (source) => slowSources.includes(source),
  );
  const own = readdirSync(join(root, "tests"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".spec.ts"))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => ![...runtimes, ...recipes].includes(file))
    .sort((a, b) => Number(longest.includes(b)) - Number(longest.includes(a)) || (a < b ? -1 : 1));
  const browser = own.filter((file) => inBrowser(join(root, file)));
  const others = own.filter((file) => !browser.includes(file));
  const slow = others.filter((file) => isSlow(join(root, file)));
  const fast = others.filter((file) => !slow.includes(file));
  return { all: [...slow, ...fast], fast, slow, browser, runtimes, recipes };
}

/** Whether a file reaches an import that counts: of a package by name, of a source by path. Follows files of tests/ only: what the sources import is theirs to decide when to use. */
function reaching(root, packageCounts, sourceCounts) {
  const known = new Map();
  const reach = (file) => {
    if (known.has(file)) {
      return known.get(file);
    }
    known.set(file, false); // a circle
    const imports = [...readFileSync(file, "utf8").matchAll(importPattern)].map(([, name]) => name);
    const slow = imports.some((name) => {
      const path = name.startsWith(".") ? fileOf(join(dirname(file), name)) : undefined;
      if (!path) {
        return packageCounts(name);
      }
      const source = relative(root, path);
      return sourceCounts(source) || (source.startsWith("tests/") && reach(path));
    });
    known.set(file, slow);
    return slow;
  };
  return reach;
}

const fileOf = (path) =>
  ["", ".ts", "/index.ts"].map((end) => path + end).find((name) => name.endsWith(".ts") && existsSync(name));

module.exports = { slowSources, specs };
