import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const root = join(__dirname, "../..");

/** The programs of a package's scripts, each with the arguments that the script gives it. */
const programsOf = (folder: string): string[][] => {
  const { scripts } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const commands = Object.values<string>(scripts).flatMap((script) => script.split(" && "));
  return commands.filter((command) => command.startsWith("ts-node ")).map((command) => command.split(" ").slice(1));
};

const cache = join(root, "node_modules/.cache");
/** It may read, and keep its own code transpiled: a program that writes or starts anything fails by that. */
const flags = ["--permission", "--allow-fs-read=*", `--allow-fs-write=${cache}`, "--allow-addons"];

async function run(folder: string, args: readonly string[]) {
  const register = join(root, "graph/register.js");
  const child = spawn(process.execPath, [...flags, "-r", register, ...args], { cwd: join(root, folder) });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}

describe("every program of package.json", function () {
  this.timeout(120_000);

  for (const folder of ["", "client"]) {
    for (const args of programsOf(folder)) {
      const name = [folder, ...args].join(" ").trim();
      it(`says what it does, and does nothing, where help is asked for: ${name}`, async () => {
        const { code, stdout, stderr } = await run(folder, [...args, "--help"]);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^Usage: /);
        assert.match(stdout, /^ {2}-h, --help +display help/m);
      });
    }
  }
});
