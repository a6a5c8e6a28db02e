/** `npm run bench [-- NAME …]`: measures, prints tables, and with --write keeps them in docs/performance.md. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { Argument, Command } from "commander";
import type { BenchResult } from "./support/result";

const names = readdirSync(__dirname)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => file.slice(0, -3))
  .sort();
const document = join(__dirname, "../docs/performance.md");

const benchCommand = new Command("bench")
  .description("Measure, and print tables. Exit code 1: a goal is missed.")
  .addArgument(new Argument("[names...]", "benchmarks (default: all)").choices(names))
  .option("--write", "keep the tables in docs/performance.md", false)
  .action(async (chosen: string[], { write }: { write: boolean }) => {
    process.exitCode = await measure(chosen.length > 0 ? chosen : names, write);
  });

async function measure(chosen: readonly string[], write: boolean): Promise<number> {
  let missed = 0;
  for (const name of chosen) {
    const { run } = require(`./${name}`) as { run(): Promise<BenchResult> };
    const result = await run();
    const text = table(result);
    process.stdout.write(`\n${text}`);
    if (write) {
      keep(name, text);
    }
    missed += result.rows.filter((row) => row.met === false).length;
  }
  return missed > 0 ? 1 : 0;
}

function table({ title, rows }: BenchResult): string {
  const lines = rows.map(({ name, value, unit, goal, met }) => {
    const result = met === undefined ? "" : met ? "met" : "**missed**";
    return `| ${name} | ${value.toLocaleString("en-US")} ${unit} | ${goal ?? ""} | ${result} |`;
  });
  return [`### ${title}`, "", "| figure | value | goal | |", "|---|---|---|---|", ...lines, ""].join("\n");
}

/** Each table stands between its own markers, with the machine it was measured on. */
function keep(name: string, text: string): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`;
  const section = `<!-- ${name} -->\n${text}\n\`npm run bench -- ${name}\` on ${machine}\n<!-- end ${name} -->`;
  const before = readFileSync(document, "utf8");
  const found = new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- end ${name} -->`);
  writeFileSync(
    document,
    found.test(before) ? before.replace(found, () => section) : `${before.trimEnd()}\n\n${section}\n`,
  );
}

benchCommand.parseAsync().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
