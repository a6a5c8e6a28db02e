/** What DNS names answer with, judged by whose names they are. */
import { inside } from "./confine";
import { declaredBy } from "./data";
import { madeFrom } from "./made";
import { listed, quoted } from "./message";
import { answersOf } from "./own-names";
import { jurisdictionOfHost, placesOf } from "./place";
import { effectiveRegion } from "./region";
import type { Resource } from "./resource";
import type { Context, Finding } from "./rule";
import { regionsIn } from "./topology";
import { type Found, isUnknown } from "./values";

/** One record, as any of the resource types writes it. */
export interface DnsAnswer {
  readonly name: unknown;
  /** `A`, `CNAME` … */
  readonly type: unknown;
  /** Whether it is one of several with this name, among which a routing policy chooses. */
  readonly routed: boolean;
  /** Names and addresses that it answers with. */
  readonly targets: readonly Found[];
  /** Regions that it stands for, in latency and geoproximity routing. */
  readonly regions: readonly Found[];
}

/** Records that say where requests go. */
const addressTypes = ["A", "AAAA", "CNAME", "HTTPS", "SVCB"];

export function judgeDnsAnswer(answer: DnsAnswer, resource: Resource, context: Context): Finding[] {
  const { name, targets, regions } = answer;
  if (!leadsToAddresses(answer)) {
    return [];
  }
  const jurisdiction = typeof name === "string" && !isUnknown(name) ? jurisdictionOfHost(name, context) : undefined;
  if (!jurisdiction) {
    return answer.routed ? targets.flatMap((target) => sharedName(target, name, resource, context)) : [];
  }
  return [
    ...regions.flatMap((region) => judge({ ...region, name, jurisdiction, kind: "region" }, resource, context)),
    ...targets.flatMap((target) => judge({ ...target, name, jurisdiction, kind: "url" }, resource, context)),
  ];
}

/** Names that begin with an underscore are no hosts: https://datatracker.ietf.org/doc/html/rfc8552 */
function leadsToAddresses({ name, type }: DnsAnswer): boolean {
  if (typeof type === "string" && !isUnknown(type) && !addressTypes.includes(type.toUpperCase())) {
    return false;
  }
  return !(typeof name === "string" && name.startsWith("_"));
}

type Target = Found & { name: unknown; jurisdiction: string; kind: "region" | "url" };

/** A target of a name that is one jurisdiction's. */
function judge({ path, value, name, jurisdiction, kind }: Target, resource: Resource, context: Context): Finding[] {
  const allowed = regionsIn(context.topology, jurisdiction);
  const finding = (found: string, deferred = false): Finding[] => [
    {
      resource,
      path,
      found: `sends ${quoted(name)} to ${found}`,
      allowed: `a name of ${jurisdiction} leads to ${listed(allowed)}`,
      fix: "point it into its own jurisdiction",
      deferred,
    },
  ];
  const places = placesOf(value, kind, resource, context);
  const foreign = places.regions.filter((region) => !allowed.includes(region)).map((region) => inside(region, context));
  const others = places.jurisdictions.filter((code) => code !== jurisdiction);
  if (foreign.length + others.length > 0) {
    return finding(listed([...foreign, ...others]));
  }
  if (places.otherwise === "lost") {
    return finding(`${quoted(value)}, and nothing says where that is`);
  }
  if (places.otherwise !== "unknown") {
    return [];
  }
  if (context.scope === "partial") {
    return finding("a target that is known only after creation", true);
  }
  const regions = madeIn(resource, path, context);
  const outside = regions.filter((region) => !allowed.includes(region));
  if (regions.length === 0 || outside.includes(nowhere)) {
    return finding("a target that nothing known decides");
  }
  return outside.length > 0 ? finding(listed(outside.map((region) => inside(region, context)))) : [];
}

const nowhere = "unknown";

/** Regions of the resources that an unknown target is made from. What is of no Region, or of another provider, says nothing. */
function madeIn(resource: Resource, path: string, context: Context): string[] {
  const made = madeFrom(resource, path, context).filter(({ type }) => /^(aws|pulumi):/.test(type));
  return made
    .map((resource) => (resource.type.startsWith("aws:") && effectiveRegion(resource, context.topology)) || nowhere)
    .filter((region) => region !== "global");
}

/** A target of a name that is no jurisdiction's: with a routing policy it must not carry data. */
function sharedName({ path, value }: Found, name: unknown, resource: Resource, context: Context): Finding[] {
  const known = isUnknown(value) ? madeFrom(resource, path, context) : context.graph.named(String(value));
  const declared = known.flatMap((target) => declaredBy(target, context.topology) ?? []);
  const data = declared.find(({ allowed }) => allowed !== undefined);
  const fix = (code = "<jurisdiction>") => `use a name of its jurisdiction, such as ${code.toLowerCase()}.api.<domain>`;
  if (data) {
    return [
      {
        resource,
        path,
        found: `routes ${quoted(name)} to a target with ${data.dataClass} data`,
        allowed: "names that are routed between jurisdictions carry lookups and public data only",
        fix: fix(data.jurisdiction),
      },
    ];
  }
  return declared.length > 0 ? [] : unclassified({ path, value }, name, resource, context, fix);
}

/** What nothing says the class of is judged by where it is, and where the name's other answers are. */
function unclassified(
  { path, value }: Found,
  name: unknown,
  resource: Resource,
  context: Context,
  fix: (jurisdiction?: string) => string,
): Finding[] {
  const own = jurisdictionsOf({ path, value }, resource, context);
  const others = siblings(resource, name, context).flatMap((answer) => jurisdictionsOf(answer, answer.record, context));
  const all = [...new Set([...own, ...others])];
  if (own.length === 0 || all.length < 2) {
    return [];
  }
  return [
    {
      resource,
      path,
      found: `routes ${quoted(name)} between ${listed(all)}, and nothing says what class of data its targets have`,
      allowed: "names that are routed between jurisdictions carry lookups and public data only",
      fix: `tag the targets with their class, or ${fix(own[0])}`,
    },
  ];
}

/** All that its own stack answers for the name: another's is not there in an update. */
const siblings = (resource: Resource, name: unknown, context: Context) =>
  typeof name === "string" && !isUnknown(name)
    ? answersOf(name, context).filter(({ record }) => record.stack === resource.stack)
    : [];

function jurisdictionsOf({ path, value }: Found, resource: Resource, context: Context): string[] {
  const made = isUnknown(value) ? madeIn(resource, path, context) : undefined;
  const places = made ? { regions: made, jurisdictions: [] } : placesOf(value, "url", resource, context);
  return [...places.jurisdictions, ...places.regions.flatMap((region) => context.topology.regions[region] ?? [])];
}
