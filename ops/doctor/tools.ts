/** The programs that a deployment needs. */
import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Check, look, mustFix, ok, unknown } from "./check";

const oldestNode = 22;
/** Major and minor of the oldest CLI that this project supports. */
const oldestPulumi = [3, 225];
const installPulumi = "install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/";

export const node: Check = {
  name: "node",
  async run() {
    const { node: version } = process.versions;
    if (Number(version.split(".")[0]) >= oldestNode) {
      return [ok(version)];
    }
    return [mustFix(version, `install Node.js ${oldestNode} or later: https://nodejs.org/`)];
  },
};

export const pulumi: Check = {
  name: "pulumi",
  async run({ env, execute }) {
    const path = which("pulumi", env.PATH ?? "");
    if (!path) {
      return [mustFix("no pulumi on PATH", installPulumi)];
    }
    // npm's package of that name downloads the CLI when it is first called: it must not be called to find that out.
    if (/[\\/]node_modules[\\/]/.test(path)) {
      return [mustFix(`${path}, which downloads the CLI on use`, installPulumi)];
    }
    const result = await execute("pulumi", ["version"]);
    if (result.missing || result.code !== 0) {
      return [mustFix(`${path} does not run`, installPulumi)];
    }
    const version = result.stdout.trim();
    const found = /^v?(\d+)\.(\d+)/.exec(version);
    if (!found) {
      return [look(`${path} does not say its version`, `is it ${oldestPulumi.join(".")} or later?`)];
    }
    const [major = 0, minor = 0] = found.slice(1).map(Number);
    const [wantedMajor = 0, wantedMinor = 0] = oldestPulumi;
    const enough = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
    return [
      enough ? ok(version) : mustFix(`${version} at ${path}`, `${oldestPulumi.join(".")} or later: ${installPulumi}`),
    ];
  },
};

export const backend: Check = {
  name: "backend",
  async run({ execute, stacks }) {
    const who = await execute("pulumi", ["whoami", "--json", "--verbose", "--non-interactive"]);
    if (who.missing) {
      return [unknown("there is no pulumi CLI to ask")];
    }
    if (who.code !== 0) {
      return [mustFix(`not logged in (${firstLine(who.stderr)})`, "pulumi login, or pulumi login s3://BUCKET")];
    }
    const { user, url } = parse(who.stdout) as { user?: string; url?: string };
    const listed = await execute("pulumi", ["stack", "ls", "--json", "--non-interactive"]);
    const login = ok(`${user ?? "logged in"}${url ? ` at ${url}` : ""}`);
    if (listed.missing || listed.code !== 0) {
      return [login, unknown("the backend does not list its stacks")];
    }
    const there = (parse(listed.stdout) as { name: string }[]).map(({ name }) => name.split("/").at(-1));
    const absent = stacks.filter((stack) => !there.includes(stack));
    if (absent.length === 0) {
      return [login];
    }
    return [
      login,
      look(`no stack ${absent.join(", ")} yet`, absent.map((stack) => `pulumi stack init ${stack}`).join("; ")),
    ];
  },
};

function which(file: string, path: string): string | undefined {
  const found = path
    .split(delimiter)
    .map((folder) => join(folder, file))
    .find((candidate) => existsSync(candidate));
  return found && realpathSync(found);
}

const firstLine = (text: string) => text.replace(/^error:\s*/, "").split("\n")[0] ?? "";

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
