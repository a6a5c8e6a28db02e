/** `npm run journey -- --organization acme --from Toronto`: one person's first launch in the running twin, hop by hop. */
import { Command, Option } from "commander";
import { portOf, portOption } from "../../cli/port";
import { runCommand } from "../../cli/run";
import { InvalidInput } from "../../model/invalid-input";
import type { Problem } from "../../model/problem";
import { suggestion } from "../control/input";
import type { Journey } from "./journey";
import { exitCode, journeyTable } from "./table";

interface Options {
  organization?: string;
  from?: string;
  returning: boolean;
  format: "table" | "json";
  port?: number;
}

const program = new Command("journey")
  .description("Takes a journey in the running twin: find home, sign in there, store and read a profile, launch again.")
  .option("--organization <slug>", "whose app it is, such as acme (required)")
  .option("--from <place>", "where the person is, such as Toronto (required)")
  .option("--returning", "the app was used before: it goes straight home with what it kept", false)
  .addOption(new Option("--format <format>", "how to print it").choices(["table", "json"]).default("table"))
  .addOption(portOption("the twin's control API"))
  .showHelpAfterError("(--help lists all options)");

async function main(): Promise<number> {
  const options = program.parse().opts<Options>();
  const journey = await takeJourney(options);
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  console.log(
    options.format === "json" ? JSON.stringify(journey, null, 2) : journeyTable(journey, { colour, ...width() }),
  );
  return exitCode(journey);
}

const width = () => (process.stdout.columns ? { width: process.stdout.columns } : {});

/** Throws InvalidInput with everything that is wrong with organization and place at once. */
async function takeJourney({ organization, from, returning, ...options }: Options): Promise<Journey> {
  const port = portOf(options.port);
  const { places } = await ask<{ places: { name: string }[] }>(port, "/api/topology");
  const names = places.map(({ name }) => name);
  const place = names.find((name) => plain(name) === plain(from ?? ""));
  const issues = [await organizationIssue(organization, port), place ? null : placeIssue(from, names)];
  const found = issues.filter((issue) => issue !== null);
  if (found.length > 0) {
    throw new InvalidInput(found.join("\n"));
  }
  return ask(port, "/api/journeys", { organization, place, returning });
}

function placeIssue(from: string | undefined, names: string[]): string {
  const list = `There are: ${names.join(", ")}.`;
  if (from === undefined) {
    return `--from is missing: where is the person? ${list}`;
  }
  return `No place is called "${from}".${suggestion(from, names)} ${list}`;
}

async function organizationIssue(organization: string | undefined, port: number): Promise<string | null> {
  const list = async (query: string) => {
    const found = await ask<{ slug: string }[]>(
      port,
      `/api/organizations?limit=100&query=${encodeURIComponent(query)}`,
    );
    return found.map(({ slug }) => slug);
  };
  if (organization && (await list(organization)).includes(organization)) {
    return null;
  }
  const some = await list("");
  const examples = `Examples: ${some.slice(0, 10).join(", ")}.`;
  if (!organization) {
    return `--organization is missing: whose app is it? ${examples}`;
  }
  return `No organization is called "${organization}".${suggestion(organization, some)} ${examples}`;
}

/** `Sao Paulo` is São Paulo. */
const plain = (name: string) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

async function ask<T>(port: number, path: string, body?: object): Promise<T> {
  const url = `http://127.0.0.1:${port}${path}`;
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(url, body ? post : {});
  } catch {
    throw new InvalidInput(
      `No twin runs on port ${port}. Start it with "make up" first, or name its port: --port or PORT.`,
    );
  }
  const content: unknown = await response.json().catch(() => undefined);
  if (response.ok && content !== undefined) {
    return content as T;
  }
  const { detail } = (content ?? {}) as Partial<Problem>;
  throw new InvalidInput(
    detail ?? `port ${port} answers, but not as a twin does (status ${response.status} for ${path})`,
  );
}

void runCommand(main);
