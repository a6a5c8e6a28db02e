// Pulumi loads packs with type checking, which takes seconds of every preview; `npm run lint` has checked them already.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const service = require("ts-node").create({ transpileOnly: true, project: join(__dirname, "../tsconfig.json") });

require.extensions[".ts"] = (module, file) => module._compile(service.compile(readFileSync(file, "utf8"), file), file);
module.exports = (folder) => require(join(folder, "index.ts"));
