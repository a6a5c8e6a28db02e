// Which folder may import which (docs/architecture.md): from a later folder to an earlier one, and never in a circle.
const mayImport = {
  model: [],
  graph: ["model"],
  cli: ["model"],
  registry: ["model", "cli"],
  infra: ["model"],
  functions: ["model"],
  client: [],
  policies: ["model", "graph"],
  local: ["model", "graph", "cli", "registry"],
  ops: ["model", "graph", "cli", "registry"],
  bench: ["model", "graph", "cli", "registry", "infra", "functions", "client", "policies", "local", "tests"],
};
const folders = [...Object.keys(mayImport), "tests"];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports-only-${allowed.join("-") || "itself"}`,
      severity: "error",
      from: { path: `^${folder}/` },
      to: { path: `^(${folders.join("|")})/`, pathNot: `^(${[folder, ...allowed].join("|")})/` },
    })),
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-packages-of-development",
      comment: "what a user runs is in `dependencies`; the twin and the tests may use the rest",
      severity: "error",
      from: { path: "^(model|graph|cli|registry|infra|functions|policies|ops)/" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "^node_modules/@types/" },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^local/control/page/|^client/dist/|^tests/client/runtimes/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
