/** Writes what local/README.md says of services and faults, from modules and kinds: `npm run docs`, and a test that it is current. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../cli/program";
import { placesOf } from "./faults/fields";
import { kindsOf } from "./faults/kinds";
import type { FaultKind, ServiceFaults } from "./faults/types";
import { worldOf } from "./faults/world";
import type { AnyModule } from "./module";
import { serviceModules } from "./services";

const readme = join(__dirname, "README.md");
/** So that a terminal shows it as it is meant. */
const width = 110;

/** The text with its services and faults as the modules have them now. Throws where the markers are gone. */
export function withServices(text: string, modules: readonly AnyModule[] = serviceModules): string {
  const services = between(
    text,
    "services: written by npm run docs from the modules",
    "services",
    servicesText(modules),
  );
  return between(services, "faults: written by npm run docs from the kinds", "faults", faultsText(modules));
}

function between(text: string, begin: string, name: string, content: string): string {
  const [first, last] = [`<!-- ${begin} -->`, `<!-- end ${name} -->`];
  const [from, to] = [text.indexOf(first), text.indexOf(last)];
  if (from < 0 || to < from) {
    throw new Error(`local/README.md has no "${first}" … "${last}"; put them back`);
  }
  return `${text.slice(0, from + first.length)}\n\n${content}\n\n${text.slice(to)}`;
}

const scopes: Readonly<Record<FaultKind["scope"], string>> = {
  region: "Of a Region",
  service: "Of a service in a Region, or of one resource of it",
  "availability-zone": "Of an availability zone",
  link: "Of the link between two Regions",
  global: "Everywhere",
};

/** Kinds by what they strike: where a request says the place, values with their defaults, what it does. */
function faultsText(modules: readonly AnyModule[]): string {
  const kinds = Object.entries(kindsOf(worldOf(modules).services));
  const sections = Object.entries(scopes).map(([scope, title]) => {
    const own = kinds
      .filter(([, kind]) => kind.scope === scope)
      .map(([name, { summary }]) => item(`\`${name}\`: ${summary}`));
    const places = code(placesOf(scope as FaultKind["scope"]));
    return [`**${title}**${places ? ` (${places})` : ""}\n`, ...own].join("\n");
  });
  return sections.join("\n\n");
}

function servicesText(modules: readonly AnyModule[]): string {
  const rows = modules.map(({ key, title, needs = [] }) => [
    `\`${key.name}\``,
    title,
    needs.map(({ name }) => name).join(", "),
  ]);
  return [table([["service", "of AWS", "needs"], ...rows]), ...modules.map(section)].join("\n\n");
}

function table(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [head, ...body] = rows.map(line);
  return [head, line(widths.map((size) => "-".repeat(size))), ...body].join("\n");
}

function section(module: AnyModule): string {
  const { key, title, description, standsInFor = [], declaredOnly = {}, calls = [], faults } = module;
  const { does, leavesOut, sources = {} } = description;
  const only = Object.entries<string>(declaredOnly).map(([type, meaning]) => `\`${type}\`: ${meaning}`);
  const points: [label: string, text: string | undefined][] = [
    ["Stands in for", code(standsInFor)],
    ["Answers", code(calls)],
    ["Does", does],
    ["Leaves out, or takes the worse case", leavesOut],
    ["Declared only", only.join("; ")],
    ["Faults that reach it", faults && faultsSection(faults)],
  ];
  const described = points.flatMap(([label, text]) => (text ? [item(`**${label}**: ${text}`)] : []));
  const links = Object.entries(sources).map(([name, url]) => `- [${name}](${url})`);
  return [`### \`${key.name}\`: ${title}\n`, ...described, ...links].join("\n");
}

/** Faults of the Region, of its availability zones and links reach every service. */
function faultsSection({ errors = {}, kinds = {} }: ServiceFaults): string {
  const names = Object.keys(errors);
  const general =
    names.length > 0 ? `${code(["service-down", "service-slow"])}, \`service-errors\` (${code(names)})` : "";
  return [general, code(Object.keys(kinds))].filter((text) => text !== "").join(", ");
}

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

/** A list's item, its lines no longer than a terminal's. */
function item(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > width - 2) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
    }
  }
  return `- ${lines.join("\n  ")}`;
}

if (require.main === module) {
  void program("docs", "Write what local/README.md says of services and faults.", () =>
    writeFileSync(readme, withServices(readFileSync(readme, "utf8"))),
  );
}
