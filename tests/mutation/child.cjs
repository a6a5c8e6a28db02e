// Loaded first in every process that a test starts during a dry run: writes what of the mutated code it has run.
const { writeFileSync } = require("node:fs");

const write = () => {
  const covered = globalThis.__stryker__?.mutantCoverage;
  // A process of a process has the same file to write to, and its own number.
  if (covered) writeFileSync(`${process.env.MUTATION_COVERED}.${process.pid}`, JSON.stringify(covered));
};
process.on("exit", write);
// Some are killed as soon as they have answered.
const { send } = process;
if (send) {
  process.send = (...answer) => {
    write();
    return send.apply(process, answer);
  };
}
