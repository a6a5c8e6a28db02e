import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { residency } from "../../policies/residency/rules";
import { PolicyServer } from "./support/server";

const root = join(__dirname, "../..");

describe("a pack out of npm's package", () => {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(join(root, "policies/residency/dist"), { recursive: true, force: true });
  });

  it("serves all its rules without the project around it", async () => {
    const pack = join(root, "policies/residency");
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: pack, stdio: "ignore" });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
    execFileSync("tar", ["-xzf", "home-region-policies-residency-0.1.0.tgz"], { cwd: folder });
    const server = new PolicyServer();
    try {
      await server.start(relative(root, join(folder, "package")));
      const names = (await server.policies()).map(({ name }) => name);
      assert.deepEqual(
        names.filter((name) => name !== "residency-known-after-creation"),
        residency.rules.map(({ name }) => name),
      );
    } finally {
      await server.stop();
    }
  }).timeout(60_000);
});
