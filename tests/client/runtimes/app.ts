/** An app in a folder of its own that has installed the package from the tarball that `npm pack` makes. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BuildOptions, build, transform } from "esbuild";
import { buildClient } from "../../../client/scripts/build";

const source = resolve(__dirname, "../../../client");

export interface App {
  folder: string;
  write(name: string, text: string): string;
  /** One script of `entry`, resolved as bundlers do it under `conditions`. */
  bundle(entry: string, conditions: string[], format?: "esm" | "iife"): Promise<string>;
  remove(): void;
}

export async function packedApp(): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), "home-region-runtimes-"));
  const staged = join(folder, "staged");
  const installed = join(folder, "node_modules/home-region-client");
  mkdirSync(installed, { recursive: true });
  for (const file of ["package.json", "README.md", "API.md", "LICENSE"]) {
    cpSync(join(source, file), join(staged, file));
  }
  await buildClient(join(staged, "dist"));
  const packing = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const tarball = execFileSync("npm", packing, { cwd: staged, encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components", "1"]);
  rmSync(staged, { recursive: true });

  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  write("package.json", JSON.stringify({ private: true, dependencies: { "home-region-client": "*" } }));
  const { code } = await transform(readFileSync(join(__dirname, "scenario.ts"), "utf8"), { loader: "ts" });
  write("scenario.mjs", code);
  return {
    folder,
    write,
    async bundle(entry, conditions, format = "esm") {
      const path = write("entry.mjs", entry);
      const mainFields = ["module", "main"];
      const how = { entryPoints: [path], bundle: true, conditions, format, mainFields } satisfies BuildOptions;
      return (await build({ ...how, platform: "neutral", write: false })).outputFiles[0]!.text;
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
