/** Runs rules over resources that are all known: for `npm run policy`, for tests, and for the end of an update. */
import { type Exemption, type Exemptions, isExpired, noExemptions } from "./exemptions";
import { Graph } from "./graph";
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
  /** Exemptions that are faulty, expired or match nothing: each fails the check. */
  readonly exemptionFaults: readonly string[];
}

/** All findings of all rules, stack by stack. Exempted ones are told apart. */
export function evaluate(packs: readonly Pack[], resources: readonly Resource[], options: Options): Result {
  const graph = new Graph(resources);
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  const exemptions = options.exemptions ?? noExemptions;
  const used = new Set<Exemption>();
  const all = packs.flatMap((pack) =>
    pack.rules.flatMap((rule) => {
      const level = options.levels?.[rule.name] ?? options.levels?.all ?? "mandatory";
      if (level === "disabled") return [];
      const context = contextOf(rule, graph, options);
      return findingsOf(rule, resources, stacks, context).map((finding): Violation => {
        const exemption = exemptionFor(rule, finding, exemptions, options.now ?? Date.now());
        if (exemption) used.add(exemption);
        const message = messageOf(finding);
        return { pack: pack.name, rule, level, finding, message, ...(exemption && { exemption }) };
      });
    }),
  );
  return {
    violations: all.filter(({ exemption }) => !exemption),
    exempted: all.filter(({ exemption }) => exemption),
    exemptionFaults: [...exemptions.faults, ...unused(exemptions.entries, used, options.now ?? Date.now())],
  };
}

export function contextOf(rule: Rule, graph: Graph, { topology, scope, settings }: Options): Context {
  return { topology, graph, scope: scope ?? "project", settings: settingsOf(rule, settings?.[rule.name]) };
}

/** A rule's findings about resources and about the stacks as wholes. */
export function findingsOf(rule: Rule, resources: readonly Resource[], stacks: readonly string[], context: Context) {
  const types = rule.types && new Set(rule.types);
  const each = rule.check
    ? resources.filter(({ type }) => !types || types.has(type)).flatMap((resource) => rule.check!(resource, context))
    : [];
  return [...each, ...(rule.checkStack ? stacks.flatMap((stack) => rule.checkStack!(stack, context)) : [])];
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

export function unused(entries: readonly Exemption[], used: ReadonlySet<Exemption>, now: number): string[] {
  return entries
    .filter((entry) => !used.has(entry))
    .map((entry) => {
      const what = isExpired(entry, now) ? `expired on ${entry.expires}` : "matches no finding";
      return `exemption of ${entry.rule} for ${entry.resource} (${entry.owner}) ${what}; remove it or mend what it is for`;
    });
}
