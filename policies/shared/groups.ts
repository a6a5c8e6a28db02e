/** Rules for groups of clusters that span Regions: each member replicates to all the others. */
import { allowedText, inside, transfers } from "./confine";
import { dataOf } from "./data";
import { madeFrom } from "./made";
import { listed } from "./message";
import { placesOf } from "./place";
import { effectiveRegion } from "./region";
import type { Resource } from "./resource";
import type { Context, Finding, Rule } from "./rule";
import { isUnknown, valuesAt } from "./values";

export interface Groups {
  readonly name: string;
  readonly what: string;
  /** Type → property with the group's identifier. */
  readonly members: Readonly<Record<string, string>>;
  /** Type of the group itself → properties by which members name it, and by which it names its first member. */
  readonly groups: Readonly<Record<string, { identifiers: readonly string[]; first?: string }>>;
  readonly url: string;
}

const fix =
  "keep the group's members in one jurisdiction; say in `elsewhere` where members are that no stack here declares";

export function confineGroups({ name, what, members, groups, url }: Groups): Rule {
  const firsts = Object.entries(groups).flatMap(([type, { first }]) => (first ? [[type, [first]] as const] : []));
  const joins = Object.entries(members).map(([type, path]) => [type, [path]] as const);
  return {
    name: `residency-${name}`,
    description: `${what} have members in one jurisdiction only.`,
    severity: "critical",
    references: transfers,
    remediation: "Keep the group's members in one jurisdiction.",
    url,
    types: [...Object.keys(members), ...Object.keys(groups)],
    claims: Object.fromEntries([...joins, ...firsts]),
    check(resource, context) {
      const path = members[resource.type] ?? groups[resource.type]!.first;
      if (!path) {
        return [];
      }
      return valuesAt(resource.props, path).flatMap(({ value }) => {
        const peers = peersOf(resource, path, value, { members, groups }, context);
        return judgePeers(resource, path, value, peers, context);
      });
    },
  };
}

/** The group, its first member and every other member that the graph knows. */
function peersOf(
  resource: Resource,
  path: string,
  value: unknown,
  { members, groups }: Pick<Groups, "members" | "groups">,
  context: Context,
): Resource[] {
  if (isUnknown(value)) {
    return madeFrom(resource, path, context);
  }
  const identifiersOf = (resource: Resource) => {
    const listed = groups[resource.type]?.identifiers ?? [];
    return [members[resource.type], ...listed].map(
      (name) => name && (resource.outputs?.[name] ?? resource.props[name]),
    );
  };
  const named = context.graph.named(String(value));
  const joined = context.graph.ofType(...Object.keys(members), ...Object.keys(groups));
  const peers = new Set([...named, ...joined.filter((resource) => identifiersOf(resource).includes(value))]);
  return [...peers].filter(({ urn }) => urn !== resource.urn);
}

function judgePeers(resource: Resource, path: string, value: unknown, peers: Resource[], context: Context): Finding[] {
  const { allowed, jurisdiction, dataClass } = dataOf(resource, context);
  if (!allowed) {
    return [];
  }
  const finding = (found: string, deferred = false): Finding[] => [
    { resource, path, found, allowed: allowedText(allowed, jurisdiction, dataClass), fix, deferred },
  ];
  const regions = peers.map((peer) => effectiveRegion(peer, context.topology) ?? "nowhere");
  const foreign = regions.filter((region) => !allowed.has(region));
  if (foreign.length > 0) {
    return finding(
      `shares its data with members in ${listed([...new Set(foreign.map((member) => inside(member, context)))])}`,
    );
  }
  if (peers.length > 0) {
    return [];
  }
  if (isUnknown(value)) {
    const deferred = context.scope === "partial";
    return finding(
      `joins a group that ${deferred ? "is known only after creation" : "nothing known decides"}`,
      deferred,
    );
  }
  const places = placesOf(value, "url", resource, context);
  const outside = [
    ...places.regions.filter((region) => !allowed.has(region)),
    ...places.jurisdictions.filter((code) => code !== jurisdiction),
  ];
  if (places.otherwise === undefined && outside.length === 0) {
    return [];
  }
  if (outside.length > 0) {
    return finding(`shares its data with members in ${listed(outside)}`);
  }
  return finding(`joins group "${value}", and nothing says where its other members are`, context.scope === "partial");
}
