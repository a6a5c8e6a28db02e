/** First thing in mocha and its workers: TypeScript as the twin's processes take it, transpiled once a file and kept. */
const childProcess = require("node:child_process");
require("../../graph/register.js");
require("reflect-metadata");

// An error names the line in TypeScript.
process.setSourceMapsEnabled(true);

exports.mochaHooks = {
  /** `make check` is fast because cli/make/specs.js tells slow specs by what they import: here it is held to that. */
  beforeAll() {
    if (process.env.HOME_REGION_FAST) {
      forbidProcesses();
    }
  },
};

function forbidProcesses() {
  const forbidden = () => {
    throw new Error(
      "make check runs no spec that starts a process: the lists in cli/make/specs.js must name what this one imports",
    );
  };
  childProcess.ChildProcess.prototype.spawn = forbidden;
  for (const name of ["spawnSync", "execSync", "execFileSync"]) {
    childProcess[name] = forbidden;
  }
}
