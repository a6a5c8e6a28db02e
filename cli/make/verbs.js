/** What each verb consists of. */
const { join } = require("node:path");
const { browserPath, browserStep, howTo } = require("./browsers");
const { packagesStep } = require("./packages");
const { specs } = require("./specs");
const { duration, Steps } = require("./steps");

const root = join(__dirname, "../..");
const runtimesFolder = join(root, ".home-region/runtimes");

const install = () => packagesStep("install packages", root);

/** Biome, the rules of imports, types. What TypeScript found out is kept, so that the second time takes a third. */
const checks = [
  { name: "lint", title: "lint", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "imports", title: "check imports", command: ["npm", "run", "--silent", "imports"] },
  { name: "types", title: "check types", command: ["tsc"] },
  { name: "types-client", title: "check the client's types", command: ["tsc", "-p", "client"] },
];

/**
 * On a shared machine whole twins, whose clocks run eight times as fast, may wait seconds for a processor: there a test that failed
 * is tried again, and the output names it. On one's own machine it fails at once.
 */
const retries = process.env.CI ? ["--retries", "2"] : [];

/** Two files at once: more start more twins than two processors carry. */
function tests(title, files, env) {
  const reporter = ["--reporter", "tests/support/reporter.js", "--reporter-option", `files=${files.length}`];
  const jobs = files.length > 1 ? ["--parallel", "--jobs", "2"] : [];
  return { name: "tests", title, command: ["mocha", ...jobs, ...retries, ...reporter, ...files], env };
}

const verbs = {
  setup: () => install(),
  check: () => [...install(), ...checks, tests("run the fast tests", specs().fast, { HOME_REGION_FAST: "1" })],
  test: () => [...install(), ...checks, tests("run the tests", specs().all)],
  "test-browser": () => [
    ...install(),
    ...browserStep("chromium"),
    tests("run the tests in a browser", specs().browser),
  ],
  "test-runtimes": () => [
    ...install(),
    ...packagesStep("fetch 700 MB of runtimes", runtimesFolder, join(root, "tests/client/runtimes")),
    ...browserStep("chromium"),
    ...browserStep("firefox"),
    tests("run the client in every runtime", specs().runtimes),
  ],
  "test-recipes": () => [...install(), tests("follow the recipes of the documentation", specs().recipes)],
};

/** What a verb leaves out, said with the command that brings it. */
const leftOut = {
  check: () => ["the slow tests: make test"],
  "test-browser": () =>
    browserPath("chromium") ? [] : [`the tests in a browser: there is no Chromium; ${howTo("chromium")}`],
  test: () => [
    "the twin's page and the client in Chromium: make test-browser",
    "the recipes of CONTRIBUTING.md and docs/adding-a-region.md, followed to the letter: make test-recipes",
    "the client in Node 20, Deno, workerd, React Native and Firefox: make test-runtimes (fetches 700 MB once)",
  ],
};

async function main([verb, next]) {
  const list = verbs[verb]?.();
  if (!list) {
    process.stderr.write(`unknown target "${verb}"; valid targets: ${Object.keys(verbs).join(", ")}\n`);
    return process.exit(2);
  }
  // `make` puts the project's programs first in PATH; this does the same for who starts it by hand.
  process.env.PATH = `${join(root, "node_modules/.bin")}:${process.env.PATH}`;
  process.chdir(root);
  const steps = new Steps({ logs: join(root, ".home-region/logs") });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => steps.stop(signal));
  }
  const began = Date.now();
  const code = await steps.run(list, list.length + (next ? 1 : 0));
  if (code === 0 && next) {
    process.stdout.write(`[${list.length + 1}/${list.length + 1}] ${next} …\n`);
  }
  if (code === 0 && verb !== "setup") {
    for (const text of leftOut[verb]?.() ?? []) {
      process.stdout.write(`NOT RUN: ${text}\n`);
    }
    process.stdout.write(`make ${verb}: all well in ${duration(Date.now() - began)}\n`);
  }
  process.exit(code);
}

module.exports = { leftOut, main, verbs };
