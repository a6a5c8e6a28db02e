/**
 * Runs mocha's tests for Stryker, in one process, and loads all code again for a mutant that is alive while modules load.
 * @stryker-mutator/mocha-runner 10 rests on files that mocha 12 has not, and cannot load again.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
 */
import { globSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { loader } from "./load.mjs";

globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;

class MochaRunner {
  #options;
  #files;
  /** File → the folder that it is about. */
  #slow;
  #loader;
  #mocha;

  constructor(options) {
    this.#options = options.policies;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // Called from Stryker's sandbox, where the mutated sources are.
    this.#loader = loader(process.cwd());
    const found = (patterns) => patterns.flatMap((pattern) => globSync(pattern).sort());
    this.#files = found(this.#options.spec);
    this.#slow = new Map(found(this.#options.slow).map((file) => [resolve(file), dirname(file).replace(/^tests/, "")]));
  }

  async dryRun() {
    this.#load();
    const result = await this.#run();
    return { ...result, mutantCoverage: stryker.mutantCoverage };
  }

  /** Loads again for each mutant: what modules keep from one run (answers, by resource) would decide the next. */
  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit ? 0 : undefined;
    stryker.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined;
    try {
      this.#load();
    } catch (error) {
      // No test passes where the code does not even load.
      return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: String(error), nrOfTests: 0 };
    }
    stryker.activeMutant = activeMutant.id;
    return toMutantRunResult(await this.#judge(testFilter && new Set(testFilter), activeMutant.fileName));
  }

  /**
   * The tests that name the file (as those of rules do), or that mirror its folder, come first: the likeliest to fail.
   * Slow ones judge only the folder that they are about; what survives without them would rarely fail in them.
   */
  async #judge(filter, fileName) {
    const name = basename(fileName, ".ts");
    const folder = dirname(fileName).replace(/^.*\/policies\//, "");
    const mirror = /^(shared|check|classification)/.test(folder) && resolve("tests/policies", folder);
    const first = new Set();
    const then = new Set();
    this.#mocha.suite.eachTest((test) => {
      const title = test.fullTitle();
      if (filter && !filter.has(title)) return;
      const about = this.#slow.get(test.file);
      if (about && !fileName.includes(about)) return;
      (title.includes(name) || dirname(test.file) === mirror ? first : then).add(title);
    });
    const early = await this.#run((title) => first.has(title));
    if (early.status !== DryRunStatus.Complete || early.tests.some(({ status }) => status === TestStatus.Failed)) {
      return early;
    }
    const late = await this.#run((title) => then.has(title));
    return late.status === DryRunStatus.Complete ? { ...late, tests: [...early.tests, ...late.tests] } : late;
  }

  #load() {
    const { require, forget } = this.#loader;
    forget();
    const Mocha = require("mocha");
    this.#mocha = new Mocha({ reporter: function Silent() {}, timeout: 30_000 });
    this.#mocha.cleanReferencesAfterRun(false);
    for (const file of this.#files) this.#mocha.addFile(resolve(file));
    this.#mocha.loadFiles();
    this.#mocha.suite.beforeEach(function () {
      stryker.currentTestId = this.currentTest.fullTitle();
    });
  }

  /** With `only`, as far as the first failure. */
  #run(only) {
    const tests = [];
    return new Promise((done) => {
      const { suite } = this.#mocha;
      suite.reset();
      const runner = new this.#mocha.constructor.Runner(suite, {});
      if (only) runner.grep({ test: only });
      const note = (test, status, more = {}) => {
        const id = test.fullTitle();
        tests.push({ id, name: id, fileName: test.file, timeSpentMs: test.duration ?? 0, status, ...more });
      };
      runner.on("pass", (test) => note(test, TestStatus.Success));
      runner.on("fail", (test, error) => {
        note(test.ctx?.currentTest ?? test, TestStatus.Failed, { failureMessage: error?.message ?? "failed" });
        if (only) runner.abort();
      });
      runner.run(() => {
        runner.dispose(); // its listeners on the process hold every test of it
        const stopped = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
        done(stopped ?? { status: DryRunStatus.Complete, tests });
      });
    });
  }
}

const create = (options) => new MochaRunner(options);
create.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "policies", create)];
