/** What an app pays for the SDK: minified and gzipped bytes. `npm run size` prints them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Command } from "commander";
import { build } from "esbuild";
import { bundling, entryPoints, shrink, sourceOf } from "./build";

/** A kilobyte is 1,024 bytes. Nobody takes everything: see docs/decisions/0021-size-of-the-client.md. */
export const limits = { core: 8 * 1024, everything: 21 * 1024 };

/** Bytes of `core`, of `index` (what `createHomeClient` brings) and of every entry point for browsers together. */
export async function sizes(): Promise<{ core: number; index: number; everything: number }> {
  const forBrowsers = entryPoints.filter((entry) => entry !== "node");
  return { core: await bundled(["core"]), index: await bundled(["index"]), everything: await bundled(forBrowsers) };
}

async function bundled(entries: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "home-region-size-"));
  try {
    const app = join(folder, "app.ts");
    writeFileSync(app, entries.map((entry) => `export * from ${JSON.stringify(sourceOf(entry))};`).join("\n"));
    const { outputFiles } = await build({
      ...bundling,
      entryPoints: [app],
      format: "esm",
      external: ["react"],
      write: false,
    });
    const { code } = await shrink(outputFiles[0]!.text, "esm");
    return gzipSync(code, { level: 9 }).length;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (require.main === module) {
  const command = new Command("size").description("Measure what an app takes. Exit code 1: more than it may be.");
  void command
    .action(async () => {
      const found = await sizes();
      console.table(found);
      if (found.core > limits.core || found.everything > limits.everything) {
        process.exitCode = 1;
      }
    })
    .parseAsync();
}
