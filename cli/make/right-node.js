/** ts-node loads this first (tsconfig.json): every npm script says at once that its Node.js is too old. */
require("./node-version").demand(process.version);
