import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { resolve } from "node:path";
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

  it("is the same text in another process, from another folder", () => {
    const script = `process.stdout.write(require(${JSON.stringify(resolve(root, "infra/shared/bundle"))}).bundle("claims"))`;
    const args = ["-r", resolve(root, "node_modules/ts-node/register"), "-e", script];
    const env = { ...process.env, TS_NODE_TRANSPILE_ONLY: "true", TS_NODE_PROJECT: resolve(root, "tsconfig.json") };
    assert.equal(execFileSync(process.execPath, args, { cwd: "/", encoding: "utf8", env }), bundle("claims"));
    assert.ok(!bundle("claims").includes(root));
  });

  it("refuses a function that is not there, and says which file", () =>
    assert.throws(
      () => bundle("nobody"),
      (error) =>
        RunError.isInstance(error) &&
        /"nobody" cannot be bundled:\n.*functions\/nobody\/handler\.ts/.test(error.message),
    ));
});
