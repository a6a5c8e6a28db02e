import { resolve } from "node:path";
import { RunError } from "@pulumi/pulumi/errors";
import * as esbuild from "esbuild";

const root = resolve(__dirname, "../..");
const bundles = new Map<string, string>();

/**
 * The code of `functions/<name>/handler.ts` with everything that it imports, as one CommonJS file for `index.js`.
 * The same sources give the same text, so a second `pulumi up` changes nothing. Bundled once a process.
 * Throws RunError with esbuild's findings where the function cannot be bundled.
 */
export function bundle(name: string): string {
  const kept = bundles.get(name);
  if (kept !== undefined) {
    return kept;
  }
  const code = build(name);
  bundles.set(name, code);
  return code;
}

function build(name: string): string {
  try {
    const { outputFiles } = esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: [`functions/${name}/handler.ts`],
      bundle: true,
      write: false,
      minify: true,
      keepNames: true, // errors are known by their class names in logs and in Lambda's errorType
      platform: "node",
      target: "node24",
      format: "cjs",
      // ES modules first: only they can be shaken. esbuild's default for node is `main,module`.
      mainFields: ["module", "main"],
      legalComments: "none",
      logLevel: "silent",
    });
    return outputFiles[0]!.text;
  } catch (error) {
    const { errors } = error as Partial<esbuild.BuildFailure>;
    if (!errors) {
      throw error;
    }
    const findings = esbuild.formatMessagesSync(errors, { kind: "error", color: false });
    throw new RunError(`Function "${name}" cannot be bundled:\n${findings.join("").trimEnd()}`);
  }
}
