/** Runs rules over resources that are all known: for `npm run policy`, for tests, and for the end of an update. */
import { type Exemption, type Exemptions, isExpired, noExemptions } from "./exemptions";
import { Graph } from "./graph";
import { RuleIndex } from "./hearing";
import { messageOf } from "./message";
import type { Pack } from "./pack";
import type { Resource } from "./resource";
import { type Context, type Finding, type Rule, settingsOf } from "./rule";
import type { Topology } from "./topology";

export type Level = "mandatory" | "advisory" | "disabled";

export interface Options {
  readonly topology: Topology;
  readonly scope?: Context["scope"];
  /** Rule → its settings. */
  readonly settings?: Readonly<Record<string, Record<string, unknown>>>;
  readonly levels?: Readonly<Record<string, Level>>;
  readonly exemptions?: Exemptions;
  /** Milliseconds since the epoch. */
  readonly now?: number;
}

export interface Violation {
  readonly pack: string;
  readonly rule: Rule;
  readonly level: "mandatory" | "advisory";
  readonly finding: Finding;
  readonly message: string;
  /** Set where it is let pass. */
  readonly exemption?: Exemption;
}

export interface Result {
  readonly violations: readonly Violation[];
  readonly exempted: readonly Violation[];
  /** Exemptions that are invalid, expired or match nothing: each fails the check. */
  readonly exemptionIssues: readonly string[];
}

/** All findings of all rules, stack by stack. Exempted ones are kept apart. */
export function evaluate(packs: readonly Pack[], resources: readonly Resource[], options: Options): Result {
  const graph = new Graph(resources);
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  const exemptions = options.exemptions ?? noExemptions;
  const now = options.now ?? Date.now();
  const level = ({ name }: Rule): Level => options.levels?.[name] ?? options.levels?.all ?? "mandatory";
  const rules = packs.flatMap((pack) => pack.rules).filter((rule) => level(rule) !== "disabled");
  const contexts = new Map(rules.map((rule) => [rule, contextOf(rule, graph, options)]));
  const found = new RuleIndex(rules).findings(resources, stacks, (rule) => contexts.get(rule)!);
  const all = packs.flatMap((pack) =>
    pack.rules.flatMap((rule) =>
      (found.get(rule) ?? []).map((finding): Violation => {
        const exemption = exemptionFor(rule, finding, exemptions, now);
        const reported = { rule, level: level(rule) as Violation["level"], finding, message: messageOf(finding) };
        return { pack: pack.name, ...reported, ...(exemption && { exemption }) };
      }),
    ),
  );
  const used = new Set(all.map(({ exemption }) => exemption));
  return {
    violations: all.filter(({ exemption }) => !exemption),
    exempted: all.filter(({ exemption }) => exemption),
    exemptionIssues: [...exemptions.issues, ...unused(exemptions.entries, used, now)],
  };
}

export function contextOf(rule: Rule, graph: Graph, { topology, scope, settings }: Options): Context {
  return { topology, graph, scope: scope ?? "project", settings: settingsOf(rule, settings?.[rule.name]) };
}

export function exemptionFor(
  rule: Rule,
  finding: Finding,
  { entries }: Exemptions,
  now: number,
): Exemption | undefined {
  const mine = entries.filter((entry) => entry.rule === rule.name && entry.resource === finding.resource.urn);
  return mine.find((entry) => !isExpired(entry, now));
}

export function unused(entries: readonly Exemption[], used: ReadonlySet<Exemption | undefined>, now: number): string[] {
  return entries
    .filter((entry) => !used.has(entry))
    .map((entry) => {
      const what = isExpired(entry, now) ? `expired on ${entry.expires}` : "matches no finding";
      return `exemption of ${entry.rule} for ${entry.resource} (${entry.owner}) ${what}; remove it or mend what it is for`;
    });
}
