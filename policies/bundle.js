// `npm pack` in a pack's folder: all that the pack needs in one file, since a package has no neighbours to load.
const { join } = require("node:path");
const { buildSync } = require("esbuild");

const folder = process.cwd();
buildSync({
  entryPoints: [join(folder, "index.ts")],
  outfile: join(folder, "dist/index.js"),
  bundle: true,
  platform: "node",
  target: "node22",
  external: ["@pulumi/*"],
});
