/** First thing in mocha and its workers: TypeScript as the twin's processes take it, transpiled once a file and kept. */
const childProcess = require("node:child_process");
require("../../graph/register.js");
require("reflect-metadata");

// An error names the line in TypeScript.
process.setSourceMapsEnabled(true);

// Whoever signs in a test signs with these: never with what is in the environment of who runs the tests.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
delete process.env.AWS_SESSION_TOKEN;

/** What specs replace for a while: all of them share a process, and whoever comes next would get the replacement. */
const globals = [
  [Math, "random"],
  [Date, "now"],
  [performance, "now"],
  ...["setTimeout", "setInterval", "setImmediate", "fetch", "process"].map((name) => [globalThis, name]),
].map(([object, name]) => [object, name, object[name]]);

exports.mochaHooks = {
  afterEach() {
    const left = globals.filter(([object, name, value]) => object[name] !== value);
    for (const [object, name, value] of left) {
      object[name] = value;
    }
    if (left.length > 0) {
      throw new Error(`"${this.currentTest.fullTitle()}" left ${left.map(([, name]) => name)} replaced: put it back`);
    }
  },
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
