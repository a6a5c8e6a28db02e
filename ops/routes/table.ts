/** model/routes.ts as a table for readers. Pure. */
import { type Route, routes } from "../../model/routes";

const heads = ["route", "does", "function", "behind", "needs", "body", "kept by", "read by pages of"];
const entrances: Readonly<Record<string, string>> = { api: "API Gateway", lookup: "load balancer" };
const keepers = { public: "anyone", private: "nobody", none: "nobody" };
const readers = { app: "the app", any: "anyone", none: "nobody" };

/** Padded, so that it can be read in a terminal. */
export function routesTable(): string {
  const rows = [heads, heads.map(() => "---"), ...routes.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return rows.map(line).join("\n");
}

function cellsOf(route: Route): string[] {
  const { method, path, description, through, access, maxBodyBytes, cache, cors } = route;
  return [
    `\`${method} ${path}\``,
    description,
    route.function,
    through.map((entrance) => entrances[entrance]).join(", ") || "target group",
    access === "token" ? "token" : "nothing",
    maxBodyBytes === undefined ? "none" : `JSON, ${maxBodyBytes / 1024} KB`,
    keepers[cache],
    readers[cors],
  ];
}

const begin = "<!-- npm run routes -->";
const end = "<!-- /npm run routes -->";

/** The text with the table between its marks. Throws where they are not there. */
export function withTable(text: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`the lines ${begin} and ${end} are not there; put them where the table goes`);
  }
  return `${text.slice(0, from + begin.length)}\n${routesTable()}\n${text.slice(to)}`;
}
