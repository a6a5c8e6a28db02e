/** A journey as lines of text: every hop with place, jurisdiction and milliseconds. Pure. */
import type { Hop } from "../context";
import { crossingsOf } from "../crossing";
import type { Journey } from "./journey";

const colours = { bold: 1, red: 31, green: 32, yellow: 33, dim: 2 } as const;
type Paint = (colour: keyof typeof colours, text: string) => string;

const heading = ["step, service", "action", "place", "in", "class", "ms", "outcome"];
const wide = 1;
const numeric = 5;
/** Where there is no terminal to fit. */
const usualWidth = 140;
const narrowest = 24;

/** The whole table with its summary, ready to print. `colour` only where a person looks at a terminal. */
export function journeyTable(
  journey: Journey,
  { colour = false, width = usualWidth }: { colour?: boolean; width?: number } = {},
): string {
  const paint: Paint = (name, text) => (colour ? `\u001b[${colours[name]}m${text}\u001b[0m` : text);
  const rows = [
    heading,
    ...journey.steps.flatMap((step, index) => [stepCells(step, index), ...step.hops.map(hopCells)]),
  ];
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  widths[wide] = Math.max(narrowest, widths[wide]! - Math.max(0, total - width));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === numeric ? cell.padStart(widths[column]!) : fitted(cell, widths[column]!)))
      .join("  ")
      .trimEnd();
  const crossings = new Set(journey.crossings);
  const body = journey.steps.flatMap((step, index) => [
    paint(step.outcome === "ok" ? "bold" : "yellow", line(stepCells(step, index))),
    ...step.hops.map((hop) => {
      const text = line(hopCells(hop));
      if (isCrossing(hop, crossings)) {
        return paint("red", `${text}  <- crossing`);
      }
      return isTrouble(hop.outcome) ? paint("yellow", text) : text;
    }),
  ]);
  const title = `${journey.organization} from ${journey.place}`;
  return [paint("bold", title), "", paint("dim", line(heading)), ...body, "", ...summary(journey, paint)].join("\n");
}

/** Total, and what the ledger says about the data. */
function summary(journey: Journey, paint: Paint): string[] {
  const { ms, hops, home, failure, crossings, steps } = journey;
  const personal = hops.filter((hop) => hop.dataClass === "personal").length;
  const total = `Total: ${Math.round(ms)} ms in ${steps.length} steps and ${hops.length} hops, ${personal} of them with personal data.`;
  const failed = failure === null ? [] : [paint("yellow", `Failed: ${failure}`)];
  if (crossings.length > 0) {
    const where = [...new Set(crossings.map((hop) => hop.region))].join(", ");
    return [total, ...failed, paint("red", `${crossings.length} hops of personal data left ${home}: ${where}.`)];
  }
  if (home === null) {
    return [total, ...failed, "Home is unknown: no personal data was sent anywhere."];
  }
  return [total, ...failed, paint("green", `No hop of personal data left ${home}.`)];
}

/** Hops of the steps and of the whole journey are not the same objects once they came over HTTP. */
function isCrossing(hop: Hop, crossings: ReadonlySet<Hop>): boolean {
  return [...crossings].some(
    (other) => other.at === hop.at && other.region === hop.region && other.resource === hop.resource,
  );
}

function stepCells({ name, place, jurisdiction, ms, outcome }: Journey["steps"][number], index: number): string[] {
  return [`${index + 1} ${name}`, "", place, jurisdiction ?? "-", "", String(Math.round(ms)), outcome];
}

function hopCells({ service, action, resource, place, jurisdiction, dataClass, ms, outcome }: Hop): string[] {
  return [
    `  ${service}`,
    `${action} ${resource}`,
    place,
    jurisdiction ?? "-",
    dataClass,
    ms < 10 ? ms.toFixed(1) : String(Math.round(ms)),
    outcome,
  ];
}

const fitted = (text: string, width: number) =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** What went wrong on the way; an authorizer's `decision` did not. */
const isTrouble = (outcome: string) => /^(error|refused|timeout|[45]\d\d)/i.test(outcome);

/** 0 where the journey got to its end and no hop of personal data left home, else 1. */
export const exitCode = (journey: Journey): 0 | 1 =>
  journey.failure === null && journey.crossings.length === 0 && crossingsOf(journey).length === 0 ? 0 : 1;
