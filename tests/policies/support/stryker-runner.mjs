/**
 * Runs mocha's tests for Stryker, in one process: @stryker-mutator/mocha-runner 10 rests on files that mocha 12 has not.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
 */
import { globSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import { DryRunStatus, TestStatus, toMutantRunResult } from "@stryker-mutator/api/test-runner";

class MochaRunner {
  #spec;
  #mocha;

  constructor(options) {
    this.#spec = options.policies.spec;
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    // Called from Stryker's sandbox, where the mutated sources are.
    const require = createRequire(`${process.cwd()}/package.json`);
    require("ts-node/register");
    const Mocha = require("mocha");
    this.#mocha = new Mocha({ reporter: function Silent() {}, timeout: 30_000 });
    this.#mocha.cleanReferencesAfterRun(false);
    for (const file of this.#spec.flatMap((pattern) => globSync(pattern)).sort()) this.#mocha.addFile(resolve(file));
    globalThis.__stryker__ ??= {};
    this.#mocha.loadFiles();
    this.#mocha.suite.beforeEach(function () {
      globalThis.__stryker__.currentTestId = this.currentTest.fullTitle();
    });
  }

  async dryRun() {
    const result = await this.#run();
    return { ...result, mutantCoverage: globalThis.__stryker__.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter }) {
    globalThis.__stryker__.activeMutant = activeMutant.id;
    return toMutantRunResult(await this.#run(testFilter && new Set(testFilter), true));
  }

  #run(only, bail = false) {
    const tests = [];
    return new Promise((done) => {
      const suite = this.#mocha.suite;
      suite.reset();
      this.#mocha.bail(bail);
      const Runner = this.#mocha.constructor.Runner;
      const runner = new Runner(suite, {});
      const skipped = [];
      if (only) {
        suite.eachTest((test) => {
          if (!only.has(test.fullTitle()) && !test.pending) {
            test.pending = true;
            skipped.push(test);
          }
        });
      }
      const note = (test, status, more = {}) =>
        tests.push({ id: test.fullTitle(), name: test.fullTitle(), timeSpentMs: test.duration ?? 0, status, ...more });
      runner.on("pass", (test) => note(test, TestStatus.Success));
      runner.on("fail", (test, error) => {
        note(test, TestStatus.Failed, { failureMessage: error?.message ?? "failed" });
        if (bail) runner.abort();
      });
      runner.run(() => {
        for (const test of skipped) test.pending = false;
        done({ status: DryRunStatus.Complete, tests });
      });
    });
  }
}

const create = (options) => new MochaRunner(options);
create.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "policies", create)];
