/**
 * For `make`: says after each test how far it is, names a failure at once and shows it whole at the end, names what is tried
 * again. Keeps the one line that .ci/run adds up.
 */
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { reporters, Runner } = require("mocha");

const { EVENT_TEST_END, EVENT_TEST_FAIL, EVENT_TEST_RETRY, EVENT_RUN_END } = Runner.constants;

module.exports = class Reporter extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const total = options.reporterOptions?.files;
    const files = new Set();
    const print = reporters.Base.consoleLog;
    const so = () => `${this.stats.passes} passed, ${this.stats.failures} failed${skipped(this.stats)}`;
    runner.on(EVENT_TEST_FAIL, (test) => print(`FAILED: ${test.fullTitle()}`));
    runner.on(EVENT_TEST_RETRY, (test, error) => print(`RETRIED: ${test.fullTitle()}: ${error?.message ?? error}`));
    runner.on(EVENT_TEST_END, ({ file }) => {
      files.add(file);
      print(`progress: file ${files.size}${total ? ` of ${total}` : ""}; ${so()}`);
    });
    runner.once(EVENT_RUN_END, () => {
      this.epilogue();
      print(`progress: ${so()}`);
      const folder = options.reporterOptions?.folder ?? join(__dirname, "../../.home-region");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "test-summary"), `${so()}\n`);
    });
  }
};

const skipped = ({ pending }) => (pending > 0 ? `, ${pending} skipped` : "");
