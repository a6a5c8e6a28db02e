import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { RunError } from "@pulumi/pulumi/errors";
import { bundle } from "../../../infra/shared/bundle";

const root = resolve(__dirname, "../../..");
const names = readdirSync(resolve(root, "functions"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map(({ name }) => name);

describe("bundle", () => {
  for (const name of names) {
    it(`of ${name} is one small file that needs nothing but Node`, () => {
      const code = bundle(name);
      const needed = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, id]) => id as string);
      assert.deepEqual(
        needed.filter((id) => !isBuiltin(id)),
        [],
      );
      // A cold start reads and compiles all of it; the AWS SDK alone is 330 KB.
      assert.ok(code.length < 64 * 1024, `${name} has ${code.length} bytes`);
      assert.match(code, /\bhandler\b/);
    });
  }

  it("keeps the names of errors, which logs and Lambda's errorType tell", () => {
    for (const name of ["TokenRefused", "SigningKeysUnavailable", "TableUnavailable"]) {
      assert.ok(bundle("authorizer").includes(`"${name}"`), name);
    }
  });

  const module = JSON.stringify(resolve(root, "infra/shared/bundle"));
  const scriptArgs = (script: string) => ["-r", resolve(root, "node_modules/ts-node/register"), "-e", script];
  const env = { ...process.env, TS_NODE_TRANSPILE_ONLY: "true", TS_NODE_PROJECT: resolve(root, "tsconfig.json") };

  it("is the same text in another process, from another folder", () => {
    const args = scriptArgs(`process.stdout.write(require(${module}).bundle("claims"))`);
    assert.equal(execFileSync(process.execPath, args, { cwd: "/", encoding: "utf8", env }), bundle("claims"));
    assert.ok(!bundle("claims").includes(root));
  });

  it("refuses a function that is not there, and says which file, once and without colours", () => {
    const args = scriptArgs(`try { require(${module}).bundle("nobody") } catch {}`);
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
    assert.deepEqual([stdout, stderr], ["", ""]);
    assert.throws(
      () => bundle("nobody"),
      (error) =>
        RunError.isInstance(error) &&
        /^Function "nobody" cannot be bundled:\n.*functions\/nobody\/handler\.ts/.test(error.message) &&
        !error.message.includes("\u001b"),
    );
  });

  it("refuses a function with every mistake in it", () => {
    const folder = mkdtempSync(join(tmpdir(), "function-"));
    try {
      writeFileSync(join(folder, "handler.ts"), 'import "./one";\nimport "./two";\n');
      assert.throws(
        () => bundle(relative(resolve(root, "functions"), folder)),
        /cannot be bundled:\n✘ \[ERROR\] Could not resolve "\.\/one"[^✘]*?\n\n✘ \[ERROR\] Could not resolve "\.\/two"[^✘]*\S$/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses in esbuild's own words where esbuild cannot run", () => {
    const args = scriptArgs(`try { require(${module}).bundle("claims") } catch ({ message }) { console.log(message) }`);
    const unable = { ...env, ESBUILD_BINARY_PATH: resolve(root, "package.json") };
    const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", env: unable });
    assert.match(stdout, /package\.json EACCES/);
  });
});
