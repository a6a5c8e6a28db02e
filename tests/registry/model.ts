/** The registry as a plain map, and what operators may be told when they work at once: what some order of theirs explains. */

export interface Line {
  slug: string;
  jurisdiction: string;
  /** Undefined leaves them as they are. */
  domains: readonly string[] | undefined;
}

export interface Work {
  kind: "assign" | "import" | "move";
  lines: readonly Line[];
}

/** "created,updated,unchanged", "refused", or what became of a move. */
export type Outcome = string;

/** Slug → home and domains, in the order of the alphabet. */
export type Model = Map<string, { jurisdiction: string; domains: readonly string[] }>;

type Step = "created" | "updated" | "unchanged" | "refused" | "moved" | "none";

/** Does one line's work on `model`. */
function stepOn(model: Model, kind: Work["kind"], { slug, jurisdiction, domains }: Line): Step {
  const own = model.get(slug);
  if (kind === "move") {
    if (own) {
      model.set(slug, { ...own, jurisdiction });
    }
    return own ? "moved" : "none";
  }
  if (own && own.jurisdiction !== jurisdiction) {
    return "refused";
  }
  const taken = [...model].some(
    ([other, { domains: theirs }]) => other !== slug && domains?.some((domain) => theirs.includes(domain)),
  );
  if (taken) {
    return "refused";
  }
  const next = [...(domains ?? own?.domains ?? [])].sort();
  model.set(slug, { jurisdiction, domains: next });
  if (!own) {
    return "created";
  }
  return JSON.stringify(own.domains) === JSON.stringify(next) ? "unchanged" : "updated";
}

/** Does all of a work at once, when nobody else is there: a file with a conflict changes nothing. */
export function workOn(model: Model, { kind, lines }: Work): Outcome {
  const trial: Model = new Map(model);
  // Conflicts are judged against the registry, before anything of the file is written.
  const judged = lines.map((line) => stepOn(new Map(model), kind, line));
  if (judged.includes("refused")) {
    return "refused";
  }
  const steps = lines.map((line) => stepOn(trial, kind, line));
  for (const [slug, home] of trial) {
    model.set(slug, home);
  }
  return outcomeOf(kind, steps);
}

function outcomeOf(kind: Work["kind"], steps: readonly Step[]): Outcome {
  if (steps.includes("refused")) {
    return "refused";
  }
  if (kind === "move") {
    return String(steps[0]);
  }
  return (["created", "updated", "unchanged"] as const)
    .map((step) => steps.filter((item) => item === step).length)
    .join();
}

/**
 * Every state and outcome that works at once may come to. Each line is whole; a file may be refused when it is judged, with
 * nothing written, or at a line that somebody else made impossible meanwhile, with other lines written.
 */
export function orders(start: Model, works: readonly Work[]): [Model, Outcome[]][] {
  const found: [Model, Outcome[]][] = [];
  const go = (model: Model, left: (readonly Line[])[], steps: readonly (readonly Step[])[]) => {
    if (left.every((lines) => lines.length === 0)) {
      found.push([model, works.map(({ kind }, index) => outcomeOf(kind, steps[index] ?? []))]);
      return;
    }
    for (const [operator, lines] of left.entries()) {
      for (const line of lines) {
        const next: Model = new Map(model);
        const step = stepOn(next, works[operator]?.kind ?? "assign", line);
        const others = step === "refused" ? [] : lines.filter((item) => item !== line);
        go(next, left.with(operator, others), steps.with(operator, [...(steps[operator] ?? []), step]));
      }
    }
  };
  go(
    start,
    works.map(({ lines }) => lines),
    works.map(() => []),
  );
  return found;
}
