/** Whose data a resource handles, and so where it may be. */
import { classify } from "../classification";
import { confinedClass, keepsAccounts, originsOf } from "./confined";
import type { Graph } from "./graph";
import { madeFrom } from "./made";
import { effectiveRegion, effectiveTags } from "./region";
import type { Resource } from "./resource";
import type { Context } from "./rule";
import { regionSetOf, type Topology } from "./topology";
import { type Found, isUnknown, patternOf, stringsIn } from "./values";

export const classTag = "data-class";
export const jurisdictionTag = "jurisdiction";
/** Jurisdiction tag of what belongs to no jurisdiction. Not for data that may not leave one. */
export const anyJurisdiction = "any";

export interface DataOf {
  /** As declared; undefined where nothing declares it. */
  readonly dataClass: string | undefined;
  readonly jurisdiction: string | undefined;
  /** Regions that the data may be in; undefined: all. What nobody declared may not leave. */
  readonly allowed: ReadonlySet<string> | undefined;
  /** Whether another resource, not known yet, decides. */
  readonly open: boolean;
}

/** `looked`: whether others have been looked for. */
const known = new WeakMap<Graph, WeakMap<Resource, { data: DataOf; looked: boolean }>>();

/** Every residency rule asks this of every resource, so the answer is kept for as long as the graph is. */
export function dataOf(resource: Resource, context: Context): DataOf {
  const { graph } = context;
  const judged = known.get(graph) ?? new WeakMap<Resource, { data: DataOf; looked: boolean }>();
  known.set(graph, judged);
  const kept = judged.get(resource);
  if (kept) {
    if (kept.looked) {
      graph.lookAgain();
    }
    return kept.data;
  }
  const before = graph.lookups;
  const data = judgedData(resource, context);
  judged.set(resource, { data, looked: graph.lookups > before });
  return data;
}

function judgedData(resource: Resource, context: Context): DataOf {
  const { topology } = context;
  const declared = declaredBy(resource, topology);
  if (declared) {
    return declared.allowed ? declared : (inherited(resource, context).data ?? declared);
  }
  const jurisdiction = homeOf(resource, topology);
  const owners = ownersOf(resource, context);
  const judged = owners.resources.map((owner) => declaredBy(owner, topology));
  // An owner that says nothing may be the strictest of them.
  const strictest = judged.find((data) => data?.allowed) ?? (judged.includes(undefined) ? undefined : judged[0]);
  if (!strictest || owners.open) {
    return { ...confined(undefined, jurisdiction, topology), open: owners.open };
  }
  // Of its own stack's jurisdiction, whatever else it refers to.
  if (!strictest.allowed || !jurisdiction) {
    return strictest;
  }
  return { ...confined(strictest.dataClass, jurisdiction, topology), open: false };
}

/** What a resource has of what it is a copy of, whatever its own tag says: its class, its jurisdiction, its limits. */
export function inherited(
  resource: Resource,
  context: Context,
  before: readonly string[] = [],
): { data?: DataOf; origin?: Resource } {
  const { origins, open } = originsOf(resource, context);
  for (const origin of origins.filter(({ urn }) => !before.includes(urn))) {
    const own = declaredBy(origin, context.topology);
    const data = own?.allowed ? own : inherited(origin, context, [...before, resource.urn]).data;
    if (data?.allowed) {
      return { data, origin };
    }
  }
  const { topology } = context;
  return open ? { data: { ...confined(confinedClass(topology), homeOf(resource, topology), topology), open } } : {};
}

/** By its own tags, and by its type where that tells more. Undefined where they name no class. */
export function declaredBy(resource: Resource, topology: Topology): DataOf | undefined {
  const tags = effectiveTags(resource) ?? {};
  const dataClass = (keepsAccounts(resource) && confinedClass(topology)) || tags[classTag];
  if (typeof dataClass !== "string" || isUnknown(dataClass)) {
    return undefined;
  }
  const tagged = tags[jurisdictionTag];
  const jurisdiction = topology.jurisdictions.find((code) => code === tagged) ?? homeOf(resource, topology);
  if (topology.dataClasses[dataClass]?.mayLeaveJurisdiction) {
    return { dataClass, jurisdiction, allowed: undefined, open: false };
  }
  return { ...confined(dataClass, jurisdiction, topology), open: false };
}

function confined(dataClass: string | undefined, jurisdiction: string | undefined, topology: Topology) {
  return { dataClass, jurisdiction, allowed: regionSetOf(topology, jurisdiction) };
}

/** The jurisdiction of its stack; of its Region in stacks that have none. */
function homeOf(resource: Resource, topology: Topology): string | undefined {
  const stack = topology.stacks[resource.stack];
  return stack?.jurisdiction ?? topology.regions[String(effectiveRegion(resource, topology))];
}

/** Properties that end like a destination and name what the resource belongs to. */
const belongings = ["tableArn", "tableBucketArn", "resourceArn", "sourceArn", "details.regions[*].bucket"];

/**
 * What a resource without tags belongs to: the tagged resources that hold data and that its properties name or are made
 * from. Not those that it sends to, nor roles and keys: their class says nothing about what passes.
 */
function ownersOf(resource: Resource, context: Context): { resources: Resource[]; open: boolean } {
  const { taggable, to } = classify(resource.type, context.topology);
  if (taggable) {
    return { resources: [], open: false };
  }
  const holdsData = (resource: Resource) => {
    const { kind } = classify(resource.type, context.topology);
    return (kind === "stores" || kind === "copies") && !resource.type.startsWith("aws:kms/");
  };
  const owners = new Map<string, Resource>();
  const targets: Found[] = [];
  let open = false;
  for (const { path, value } of stringsIn(resource.props)) {
    const pattern = patternOf(path);
    if (to.includes(pattern) && !belongings.includes(pattern)) {
      targets.push({ path, value });
    } else if (isUnknown(value) && context.scope === "partial") {
      open = true;
    } else {
      const named = isUnknown(value) ? madeFrom(resource, path, context) : called(value, context);
      for (const resource of named) {
        owners.set(resource.urn, resource);
      }
    }
  }
  // What it sends to does not own it, though its own name may be the target's by chance; nor does it itself.
  const isTarget = (urn: string, { path, value }: Found) =>
    isUnknown(value)
      ? madeFrom(resource, path, context).some((resource) => resource.urn === urn)
      : context.graph.isNamed(urn, String(value));
  owners.delete(resource.urn);
  const kept = [...owners.values()].filter(
    (owner) => holdsData(owner) && !targets.some((to) => isTarget(owner.urn, to)),
  );
  return { resources: kept, open };
}

/** What goes by a name itself: a policy or a setting often has the id of what it is for, and no tags of its own. */
function called(name: string, { graph, topology }: Context): Resource[] {
  const found = graph.named(name);
  const tagged = found.filter(({ type }) => classify(type, topology).taggable);
  return tagged.length > 0 ? tagged : found;
}
