/**
 * Runs mocha's tests for Stryker, in one process, and loads all code again for every mutant, alive while modules load.
 * @stryker-mutator/mocha-runner 10 rests on files that mocha 12 has not, and cannot load again.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { Covered, hand, plus } from "./children.mjs";
import { loader } from "./load.mjs";

// Tests replace them.
const { setInterval, clearInterval } = globalThis;
globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;
// What a run leaves behind (a timer, a connection) and fails after it is nothing of the next; during a run mocha hears it too.
process.on("uncaughtException", () => {});

class MochaRunner {
  #options;
  #files;
  #first;
  #slow;
  #loader;
  #nearness;
  #mocha;
  /** What processes of tests are told. */
  #variables = () => ({});

  constructor(options) {
    this.#options = options.mocha;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // Called from Stryker's sandbox, where the mutated sources are.
    this.#loader = loader(process.cwd(), this.#options.kept);
    this.#loader.require("reflect-metadata");
    this.#nearness = this.#loader.require(resolve("tests/mutation/order.ts")).nearness;
    const found = (patterns) => patterns.flatMap((pattern) => globSync(pattern).sort()).map((file) => resolve(file));
    this.#files = [...new Set(found(this.#options.spec))];
    this.#first = found(this.#options.first);
    this.#slow = new Set(found(this.#options.slow));
    hand(() => this.#variables());
  }

  async dryRun() {
    const covered = new Covered();
    this.#variables = () => covered.variables(stryker.currentTestId);
    this.#load();
    const result = await this.#run();
    const titles = [];
    this.#mocha.suite.eachTest((test) => titles.push([test.fullTitle(), test.file]));
    // In the sandbox: after a mutant that never ends another process goes on, which has not seen this run.
    writeFileSync(titlesFile, JSON.stringify(titles));
    this.#variables = () => ({});
    const mutantCoverage = stryker.mutantCoverage ?? { static: {}, perTest: {} };
    covered.addTo(mutantCoverage);
    this.#share(mutantCoverage.perTest);
    // What runs once is not what the one test reaches that happens to run first.
    return this.#options.atOnce ? result : { ...result, mutantCoverage };
  }

  /** Loads again for each mutant: what modules keep from one run (answers, by resource) would decide the next. */
  async mutantRun({ activeMutant, sandboxFileName, testFilter, hitLimit, mutantActivation }) {
    this.#variables = () => ({ __STRYKER_ACTIVE_MUTANT__: activeMutant.id });
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit ? 0 : undefined;
    const loading = mutantActivation === "static" ? activeMutant.id : undefined;
    let tests = [];
    for (const titles of this.#ranked(testFilter && new Set(testFilter), resolve(sandboxFileName))) {
      stryker.activeMutant = loading;
      try {
        this.#load(new Set(titles.values()));
      } catch (error) {
        // No test passes where the code does not even load.
        return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: String(error), nrOfTests: tests.length };
      }
      stryker.activeMutant = activeMutant.id;
      const result = await this.#run((title) => titles.has(title));
      if (result.status !== DryRunStatus.Complete) {
        return toMutantRunResult(result);
      }
      tests = [...tests, ...result.tests];
      if (result.tests.some(({ status }) => status === TestStatus.Failed)) {
        break;
      }
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  /** The tests to run, title → file, in groups: the likeliest to fail come first. */
  #ranked(filter, fileName) {
    const rank = this.#nearness(process.cwd(), fileName, this.#slow);
    const groups = [new Map(), new Map(), new Map()];
    for (const [title, file] of JSON.parse(readFileSync(titlesFile, "utf8"))) {
      if (filter && !filter.has(title)) {
        continue;
      }
      const at = rank(file, title);
      groups[this.#options.atOnce && !this.#slow.has(file) ? 0 : at]?.set(title, file);
    }
    return groups.filter(({ size }) => size > 0);
  }

  #load(files = this.#files) {
    const { require, forget } = this.#loader;
    forget();
    const Mocha = require("mocha");
    this.#mocha = new Mocha({ reporter: function Silent() {}, timeout: 30_000 });
    this.#mocha.cleanReferencesAfterRun(false);
    for (const file of [...this.#first, ...files]) {
      this.#mocha.addFile(file);
    }
    this.#mocha.loadFiles();
    this.#mocha.suite.beforeEach(function () {
      stryker.currentTestId = this.currentTest.fullTitle();
    });
  }

  /** What a suite's `before` runs, each of its tests covers. */
  #share(perTest) {
    const of = (suite) => {
      const counts = perTest[suiteId(suite)];
      delete perTest[suiteId(suite)];
      if (counts) {
        suite.eachTest((test) => {
          perTest[test.fullTitle()] = plus(perTest[test.fullTitle()], counts);
        });
      }
      suite.suites.forEach(of);
    };
    of(this.#mocha.suite);
  }

  /** With `only`, as far as the first failure. */
  #run(only) {
    const tests = [];
    return new Promise((done) => {
      const { suite } = this.#mocha;
      suite.reset();
      const runner = new this.#mocha.constructor.Runner(suite, {});
      if (only) {
        runner.grep({ test: only });
      }
      const note = (test, status, more = {}) => {
        const id = test.fullTitle();
        tests.push({ id, name: id, fileName: test.file, timeSpentMs: test.duration ?? 0, status, ...more });
      };
      runner.on("hook", (hook) => {
        if (hook.title.startsWith('"before all"')) {
          stryker.currentTestId = suiteId(hook.parent);
        }
      });
      runner.on("pass", (test) => note(test, TestStatus.Success));
      runner.on("fail", (test, error) => {
        note(test.ctx?.currentTest ?? test, TestStatus.Failed, { failureMessage: error?.message ?? "failed" });
        if (only) {
          runner.abort();
        }
      });
      const { idleSeconds } = this.#options;
      const watch = only && idleSeconds > 0 ? setInterval(idleWatch(runner, idleSeconds), 1000) : undefined;
      runner.run(() => {
        clearInterval(watch);
        runner.dispose(); // its listeners on the process hold every test of it
        const stopped = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
        done(stopped ?? { status: DryRunStatus.Complete, tests });
      });
    });
  }
}

/** Called every second: ends the test that runs where nothing has happened for so many seconds. A busy machine is no silence. */
function idleWatch(runner, idleSeconds) {
  let before = performance.eventLoopUtilization();
  let idle = 0;
  return () => {
    const now = performance.eventLoopUtilization();
    idle = performance.eventLoopUtilization(now, before).utilization < 0.02 ? idle + 1 : 0;
    before = now;
    if (idle >= idleSeconds) {
      idle = 0;
      runner.currentRunnable?.timeout(1);
    }
  };
}

const titlesFile = "tests-by-title.json";

const suiteId = (suite) => `suite ${suite.file ?? ""} ${suite.fullTitle()}`;

const create = (options) => new MochaRunner(options);
create.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "mocha-again", create)];
