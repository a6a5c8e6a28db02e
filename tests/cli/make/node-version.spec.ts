import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { transformSync } from "esbuild";

const root = resolve(__dirname, "../../..");
const { notice, refusal } = require("../../../cli/make/node-version") as {
  notice(version: string): string;
  refusal(version: string): string;
};

/** `body` as a program of Node.js `version`. */
function asNode(version: string, body: string) {
  const pretend = `Object.defineProperty(process, "version", { value: "${version}" });`;
  return spawnSync(process.execPath, ["-e", `${pretend}${body}`], { cwd: root, encoding: "utf8" });
}

describe("a Node.js below 22", () => {
  it("is enough to install with from 18 on, and that is said", () => {
    assert.deepEqual([refusal("v18.0.0"), refusal("v21.7.3"), refusal("v24.1.0"), notice("v22.0.0")], ["", "", "", ""]);
    assert.match(notice("v20.20.2"), /^This is Node\.js 20\.20\.2; home-region needs 22 or later, .*nodejs\.org/);
  });

  it("refuses to begin with an older one, with what to do", () => {
    const { status, stderr } = asNode("v16.20.2", 'require("./cli/make/main.js")');
    assert.equal(status, 1);
    assert.match(stderr, /^This is Node\.js 16\.20\.2; home-region needs 22 or later\. Get .*nodejs\.org.*\n$/);
  });

  it("refuses in what ts-node runs, and says nothing on a newer one", () => {
    const old = asNode("v21.7.3", 'require("ts-node/register")');
    assert.equal(old.status, 1);
    assert.match(old.stderr, /^This is Node\.js 21\.7\.3; home-region needs 22 or later/);
    const { status, stderr } = asNode("v22.0.0", 'require("ts-node/register")');
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  });

  it("can read the files that say so: nothing in them is newer than ES2015", () => {
    for (const file of ["main.js", "node-version.js", "right-node.js"]) {
      const text = readFileSync(join(root, "cli/make", file), "utf8");
      const lowered = (target: string) => transformSync(text, { target, platform: "node" }).code;
      assert.equal(lowered("es2015"), lowered("esnext"), file);
    }
  });

  it("is the one that package.json names", () => {
    const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.equal(engines.node, ">=22");
    assert.match(notice("v21.0.0"), /needs 22 or later/);
    assert.equal(notice("v22.0.0"), "");
  });
});
