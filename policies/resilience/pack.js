// From the project's folder, or out of a package that is installed elsewhere.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

if (existsSync(join(__dirname, "index.ts"))) {
  require("../start")(__dirname);
} else {
  require(join(__dirname, "dist/index.js"));
}
