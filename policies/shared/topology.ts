/** The topology that the packs judge by: this project's own, or another team's by configuration. */
import * as own from "../../model/topology";
import { isRecord } from "./values";

export interface Topology {
  /** Stack name → the Region that it deploys. */
  readonly stacks: Readonly<Record<string, { region: string; jurisdiction: string; role: string }>>;
  /** Stacks of what belongs to no Region. */
  readonly globalStacks: readonly string[];
  /** AWS Region → jurisdiction: those of the stacks, and others that data may be in. */
  readonly regions: Readonly<Record<string, string>>;
  readonly jurisdictions: readonly string[];
  readonly dataClasses: Readonly<Record<string, { mayLeaveJurisdiction: boolean; description?: string }>>;
  /** Where things are that no stack here declares: name, ARN or host (with `*`) → AWS Region or jurisdiction. */
  readonly elsewhere: Readonly<Record<string, string>>;
  /** Domains of the program's own, whose records are judged where they are declared: `clinic.example`. */
  readonly domains: readonly string[];
  /** Types of other providers → `stores`, `copies` or `neither`. */
  readonly types: Readonly<Record<string, string>>;
}

/** What a topology is configured with: see the schema in settings.ts. */
export type TopologyInput = Partial<{
  stacks: Record<string, { region: string; jurisdiction: string; role?: string }>;
  globalStacks: string[];
  regions: Record<string, string>;
  dataClasses: Record<string, { mayLeaveJurisdiction: boolean; description?: string }>;
  elsewhere: Record<string, string>;
  domains: string[];
  types: Record<string, string>;
}>;

/** model/topology.ts, with what `input` changes. A given `stacks` replaces the project's own. */
export function topologyOf(input: TopologyInput = {}): Topology {
  const stacks = Object.fromEntries(
    Object.entries(input.stacks ?? own.regionStacks).map(([name, stack]) => [name, { role: "primary", ...stack }]),
  );
  const regions = { ...input.regions };
  for (const { region, jurisdiction } of Object.values(stacks)) {
    regions[region] = jurisdiction;
  }
  return {
    stacks,
    globalStacks: input.globalStacks ?? [own.globalStack],
    regions,
    jurisdictions: [...new Set(Object.values(regions))],
    dataClasses: input.dataClasses ?? own.dataClasses,
    elsewhere: input.elsewhere ?? {},
    domains: input.domains ?? [],
    types: input.types ?? {},
  };
}

/** The topology among the settings of several packs: the first that one of them is given. */
export function configuredTopology(
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): TopologyInput {
  const given = Object.values(settings).map(({ topology }) => topology);
  return (
    given.find((candidate): candidate is TopologyInput => isRecord(candidate) && Object.keys(candidate).length > 0) ??
    {}
  );
}

/** AWS Regions of a jurisdiction, in the topology's order. */
export function regionsIn(topology: Topology, jurisdiction: string): string[] {
  return Object.keys(topology.regions).filter((region) => topology.regions[region] === jurisdiction);
}

const regionSets = new WeakMap<Topology, Map<string | undefined, ReadonlySet<string>>>();

/** The same as a set, made once: it is asked for with every resource. Without a jurisdiction: none. */
export function regionSetOf(topology: Topology, jurisdiction: string | undefined): ReadonlySet<string> {
  const sets = regionSets.get(topology) ?? new Map();
  regionSets.set(topology, sets);
  const regions = sets.get(jurisdiction) ?? new Set(jurisdiction ? regionsIn(topology, jurisdiction) : []);
  sets.set(jurisdiction, regions);
  return regions;
}

/** What is wrong with a configured topology: found, allowed, fix. Empty where it is sound. */
export function topologyIssues(input: unknown): string[] {
  if (input === undefined) {
    return [];
  }
  if (!isRecord(input)) {
    return [`topology is ${JSON.stringify(input)}; allowed is an object; see docs/policies.md`];
  }
  const stacks = isRecord(input.stacks) ? Object.entries(input.stacks) : [];
  const issues = stacks.flatMap(([name, stack]) => stackIssues(name, stack));
  const seen = new Map<string, string>();
  for (const [name, stack] of stacks) {
    if (!isRecord(stack) || typeof stack.region !== "string") {
      continue;
    }
    const other = seen.get(stack.region);
    if (other && jurisdictionOf(stacks, other) !== stack.jurisdiction) {
      issues.push(
        `stacks "${other}" and "${name}" put ${stack.region} in two jurisdictions; a Region is in one; give both the same`,
      );
    }
    seen.set(stack.region, name);
  }
  for (const [type, kind] of Object.entries(isRecord(input.types) ? input.types : {})) {
    if (!["stores", "copies", "neither"].includes(String(kind))) {
      issues.push(`type "${type}" is classified as ${JSON.stringify(kind)}; allowed are stores, copies, neither`);
    }
  }
  const { domains } = input;
  if (domains !== undefined && !(Array.isArray(domains) && domains.every((name) => typeof name === "string"))) {
    issues.push(`domains is ${JSON.stringify(domains)}; allowed is a list of names such as ["clinic.example"]`);
  }
  return issues;
}

const jurisdictionOf = (stacks: readonly [string, unknown][], name: string): unknown =>
  (new Map(stacks).get(name) as { jurisdiction?: unknown }).jurisdiction;

const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d$/;

function stackIssues(name: string, stack: unknown): string[] {
  if (!isRecord(stack)) {
    return [`stack "${name}" is ${JSON.stringify(stack)}; give it a region and a jurisdiction`];
  }
  const issues: string[] = [];
  if (typeof stack.region !== "string" || !regionPattern.test(stack.region)) {
    issues.push(
      `stack "${name}" has region ${JSON.stringify(stack.region)}; allowed is an AWS Region such as ca-central-1`,
    );
  }
  if (typeof stack.jurisdiction !== "string" || stack.jurisdiction === "") {
    issues.push(`stack "${name}" has jurisdiction ${JSON.stringify(stack.jurisdiction)}; name one, such as CA`);
  }
  if (stack.role !== undefined && stack.role !== "primary" && stack.role !== "standby") {
    issues.push(`stack "${name}" has role ${JSON.stringify(stack.role)}; allowed are primary, standby`);
  }
  return issues;
}
