/** The verbs of the Makefile that take longer than a moment, step by step: `node cli/make/main.js test`. */
// An old Node must be able to say that it is old: here and in node-version.js only what every Node since 6 can read.
const { refusal, notice } = require("./node-version");

const refused = refusal(process.version);
if (refused) {
  process.stderr.write(`${refused}\n`);
  process.exit(1);
}
const said = notice(process.version);
if (said) {
  process.stderr.write(`${said}\n`);
}
require("./verbs").main(process.argv.slice(2));
