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
// Folders of local/ that are no AWS service: a service may use them, except for what serves the page.
const groundOfTwin = ["control", "data", "device", "http", "journey", "network", "faults"];
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
    {
      name: "services-know-interfaces-only",
      comment: "what a service of the twin takes from another one is in its types, or pure; instances come from `services.get`",
      severity: "error",
      from: { path: "^local/([^/]+)/", pathNot: `^local/(${groundOfTwin.join("|")})/` },
      to: {
        path: "^local/[^/]+/",
        pathNot: ["^local/$1/", "/types\\.ts$", "/rules(/|\\.ts$)", `^local/(${groundOfTwin.slice(1).join("|")})/`],
      },
    },
    {
      name: "ground-of-the-twin-knows-interfaces-only",
      severity: "error",
      from: { path: [`^local/(${groundOfTwin.join("|")})/`, "^local/[^/]+\\.ts$"], pathNot: "^local/services\\.ts$" },
      to: {
        path: "^local/[^/]+/",
        pathNot: ["/types\\.ts$", "/rules(/|\\.ts$)", `^local/(${groundOfTwin.join("|")})/`],
      },
    },
    {
      name: "nothing-below-the-page-knows-it",
      severity: "error",
      from: { path: "^local/", pathNot: ["^local/control/", "^local/(twin|main)\\.ts$", "^local/journey/main\\.ts$"] },
      to: { path: "^local/control/" },
    },
    {
      name: "rules-are-pure",
      comment: "node:net has pure functions too: isIP, BlockList",
      severity: "error",
      from: { path: "^local/[^/]+/rules(/|\\.ts$)" },
      to: { dependencyTypes: ["core"], path: "^(node:)?(tls|http|https|http2|dgram|dns|fs|fs/promises|child_process|timers)$" },
    },
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
