/** Follows what a document tells a reader to write, in a copy of the project. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "./stacks";

/** New file `F`: … | In `F`, below `line`: …, with the code block that follows. A sentence may go over two lines. */
const step =
  /(?:New file `(?<created>[^`]+)`|In `(?<changed>[^`]+)`, (?<where>below|above)\s`(?<line>[^`]+)`):\n\n```\w+\n(?<code>[\s\S]*?)```/g;

export interface Step {
  file: string;
  code: string;
  /** Absent for a new file. */
  anchor?: { where: string; line: string };
}

/** The steps in the section of a document in the project; without a heading, in all of it. */
export function stepsOf(document: string, heading?: string): Step[] {
  const text = readFileSync(join(projectRoot, document), "utf8");
  const section = heading === undefined ? text : sectionOf(document, text, heading);
  return [...section.matchAll(step)].map(({ groups }) => {
    const { created, changed, where, line, code } = groups as Record<string, string>;
    if (created) {
      return { file: created, code: code! };
    }
    return { file: changed!, code: code!, anchor: { where: where!, line: line! } };
  });
}

function sectionOf(document: string, text: string, heading: string): string {
  const start = text.indexOf(`\n### ${heading}\n`);
  if (start < 0) {
    throw new Error(`${document} has no section "${heading}"`);
  }
  return text.slice(start + 1).split(/\n##+ /, 1)[0]!;
}

/** Does what the steps say. Throws where a file has no such line, or two. */
export function follow(steps: readonly Step[], root: string): void {
  for (const { file, code, anchor } of steps) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, anchor ? inserted(readFileSync(path, "utf8"), file, code, anchor) : code, {
      flag: anchor ? "w" : "wx",
    });
  }
}

function inserted(text: string, file: string, code: string, { where, line }: Required<Step>["anchor"]): string {
  const lines = text.split("\n");
  const found = lines.flatMap((candidate, index) => (candidate === line ? [index] : []));
  if (found.length !== 1) {
    throw new Error(`${file} has ${found.length} lines that are \`${line}\`; a recipe needs one`);
  }
  lines.splice(found[0]! + (where === "below" ? 1 : 0), 0, ...code.trimEnd().split("\n"));
  return lines.join("\n");
}

/** Runs a command in the copy and returns what it said. Rejects where it fails, with all of it. */
export function run(root: string, command: string): Promise<string> {
  // The copy is no workspace of git, and this run's own settings are not the copy's.
  const { HOME_REGION_FAST, MOCHA_WORKER_ID, ...env } = process.env;
  const path = `${dirname(process.execPath)}:${join(root, "node_modules/.bin")}:${env.PATH}`;
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", command], { cwd: root, env: { ...env, PATH: path } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => (said += chunk));
    }
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`${command}: ${code}\n${said}`))));
  });
}
