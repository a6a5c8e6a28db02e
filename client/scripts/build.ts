/** Builds `dist/`: every entry point as ESM and CommonJS with types. Run by `npm run build` in client/ and by `npm pack`. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Command } from "commander";
import { type BuildOptions, build } from "esbuild";
import { minify } from "terser";

const folder = resolve(__dirname, "..");

export const entryPoints = Object.values<{ import?: { default: string } }>(
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).exports,
).flatMap((entry) => (entry.import ? [/([\w-]+)\.mjs$/.exec(entry.import.default)![1]!] : []));

/** What only the modules call each other's parts by: no caller, no platform and no storage sees these names, so they are shortened. */
export const internalNames = (
  "trialEnd restMs restUntil resetBreakers openedAt trialAt trialMs lastAt isOpen trying inFlight endedBy onEnd failing " +
  "breakers breakersOf good latency bodyMs succeeded released began repeatable networkIs measured usable correct recheck detach leave " +
  "outcome earn spend failures settled keepInMemory isEntering readAside dropAside onDial onMessage onClose " +
  "welcomeMs failSent answered standsIn choose failed isAlone lastMs finish breaker lookAgain rankOf admits admittedAsLast lastFrom"
).split(" ");

/** How a part of the SDK is bundled, here and where its size is measured. */
export const bundling = {
  bundle: true,
  minify: true,
  mangleProps: new RegExp(`^(${internalNames.join("|")})$`),
  target: "es2022",
} satisfies BuildOptions;

/** What esbuild has bundled, shorter: it leaves functions that are used once as they are. With its source map where it has one. */
export async function shrink(code: string, format: "esm" | "cjs", map?: { content: string; url: string }) {
  const { code: shorter, map: next } = await minify(code, {
    ecma: 2020,
    module: format === "esm",
    toplevel: true,
    compress: { passes: 3 },
    ...(map && { sourceMap: map }),
  });
  return { code: shorter!, map: String(next) };
}

/** Where a source of this entry point is: `storage.ts`. */
export const sourceOf = (entry: string) => join(folder, `${entry}.ts`);

/** Resolves when `outdir` holds what is published. */
export async function buildClient(outdir = join(folder, "dist")): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const common: BuildOptions = {
    entryPoints: entryPoints.map(sourceOf),
    outdir,
    ...bundling,
    sourcemap: true,
    external: ["react", "node:*"],
    logLevel: "warning",
  };
  // Shared chunks, so that an app that takes three parts gets their common code once.
  await write({
    ...common,
    format: "esm",
    splitting: true,
    outExtension: { ".js": ".mjs" },
    chunkNames: "shared-[hash]",
  });
  await write({ ...common, format: "cjs", platform: "neutral" });
  writeTypes(outdir);
}

async function write(options: BuildOptions & { format: "esm" | "cjs" }): Promise<void> {
  const { outputFiles } = await build({ ...options, write: false });
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  for (const [path, text] of texts) {
    const content = texts.get(`${path}.map`);
    if (content !== undefined) {
      const { code, map } = await shrink(text, options.format, { content, url: `${basename(path)}.map` });
      writeFileSync(path, code);
      writeFileSync(`${path}.map`, map);
    }
  }
}

function writeTypes(outdir: string): void {
  const tsc = require.resolve("typescript/bin/tsc");
  const flags = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", outdir];
  execFileSync(process.execPath, [tsc, "-p", join(folder, "tsconfig.build.json"), ...flags], { stdio: "inherit" });
  for (const file of walk(outdir).filter((name) => name.endsWith(".d.ts"))) {
    const types = readFileSync(file, "utf8");
    // Node's ESM resolution wants extensions, and tsc leaves specifiers as they were written.
    const withExtension = (extension: string) => types.replace(/(from |import\()"(\.[^"]+)"/g, `$1"$2${extension}"`);
    writeFileSync(file, withExtension(".js"));
    writeFileSync(file.replace(/\.d\.ts$/, ".d.mts"), withExtension(".mjs"));
  }
}

function walk(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const inner = join(path, name);
    return statSync(inner).isDirectory() ? walk(inner) : [inner];
  });
}

if (require.main === module) {
  new Command("build")
    .description("Build dist/: every entry point as ESM and CommonJS with types.")
    .action(() => buildClient())
    .parseAsync()
    .catch((error) => {
      console.error(String(error.message ?? error));
      process.exitCode = 1;
    });
}
