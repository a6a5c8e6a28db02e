// One evaluation of a stack program as Pulumi's language host does it, in this process: MODE, ROOT, STACK, REFERENCES.
// MODE `checked` is ts-node as it comes; `transpiled` is what tsconfig.json sets for the Pulumi CLI; `kept` is how the
// twin, the policies and the graph evaluate: transpiled once, then kept.
const [, , mode, root, stack, references] = process.argv;
const { join } = require("node:path");
const started = performance.now();
if (mode === "kept") {
  require("../../graph/register.js");
} else {
  require("ts-node").register({ cwd: root, transpileOnly: mode === "transpiled", projectSearchDir: root });
}
const pulumi = require(require.resolve("@pulumi/pulumi", { paths: [root] }));
const { StackRecorder } = require("../../graph/recorder.ts");
const { readSettings } = require("../../graph/project.ts");
const { readFileSync } = require("node:fs");

async function main() {
  const settings = readSettings(root, stack);
  const known = references ? JSON.parse(readFileSync(references, "utf8")) : {};
  const recorder = new StackRecorder(settings, known);
  await pulumi.runtime.setMocks(recorder, settings.project, stack, false, "organization");
  recorder.watch();
  pulumi.runtime.setAllConfig(settings.config, settings.secretKeys);
  await pulumi.runtime.runInPulumiStack(async () => require(join(root, "infra/index.ts"))());
  await pulumi.runtime.disconnect();
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const result = { ms: performance.now() - started, peakMb, resources: recorder.resources.length };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
});
