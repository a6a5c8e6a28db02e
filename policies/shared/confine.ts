/** Makes a rule that keeps every copy of a resource's data where the data may be. */
import { dataOf } from "./data";
import { madeIn } from "./made";
import { listed, quoted } from "./message";
import { placesOf, type ValueKind } from "./place";
import type { Resource } from "./resource";
import type { Context, Finding, Reference, Rule } from "./rule";
import { type Found, valuesAt } from "./values";

/** `reference:rules[*].destination`: what the property holds, and where it stands. */
export type Destination = `${ValueKind}:${string}`;

export interface Confinement {
  /** File's name: the rule is `residency-<name>`. */
  readonly name: string;
  /** `DynamoDB replicas` */
  readonly what: string;
  /** How data moves: `is replicated to`, `is delivered to`. Completes "the resource … <Region>". */
  readonly how: string;
  readonly destinations: Readonly<Record<string, readonly Destination[]>>;
  readonly remediation: string;
  readonly url: string;
  readonly references?: readonly Reference[];
}

/** Transfers of personal data to third countries: https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_44 */
export const transfers: readonly Reference[] = [
  { framework: "GDPR", id: "Art. 44" },
  { framework: "home-region", id: "law 1" },
];

export function confine(confinement: Confinement): Rule {
  const { name, what, destinations, remediation, url } = confinement;
  const types = Object.keys(destinations);
  return {
    name: `residency-${name}`,
    description: `${what} stay in the jurisdiction of the data.`,
    severity: "critical",
    references: confinement.references ?? transfers,
    remediation,
    url,
    types,
    claims: Object.fromEntries(
      types.map((type) => [type, destinations[type]!.map((destination) => parts(destination).path)]),
    ),
    check: (resource, context) =>
      destinations[resource.type]!.flatMap((destination) => {
        const { kind, path } = parts(destination);
        return valuesAt(resource.props, path).flatMap((property) =>
          judge(property, kind, resource, context, confinement),
        );
      }),
  };
}

function parts(destination: Destination): { kind: ValueKind; path: string } {
  const colon = destination.indexOf(":");
  return { kind: destination.slice(0, colon) as ValueKind, path: destination.slice(colon + 1) };
}

type Wording = Pick<Confinement, "how" | "remediation">;

/** The finding for one value, or none where it points to a place that the resource's data may be in. */
export function judge(
  { path, value }: Found,
  kind: ValueKind,
  resource: Resource,
  context: Context,
  { how, remediation }: Wording,
): Finding[] {
  const data = dataOf(resource, context);
  if (!data.allowed) {
    return [];
  }
  const allowed = allowedText(data.allowed, data.jurisdiction, data.dataClass);
  const finding = (found: string, deferred = data.open): Finding[] => [
    { resource, path, found, allowed, fix: inSentence(remediation), deferred },
  ];
  const places = placesOf(value, kind, resource, context);
  const foreign = places.regions
    .filter((region) => !data.allowed!.has(region))
    .map((region) => inside(region, context));
  const others = places.jurisdictions.filter((jurisdiction) => jurisdiction !== data.jurisdiction);
  if (foreign.length + others.length > 0) {
    return finding(`${how} ${listed([...foreign, ...others])}`);
  }
  if (places.otherwise === "lost") {
    return finding(`${how} ${quoted(value)}, and nothing says where that is`).map((lost) => ({
      ...lost,
      fix: lost.fix.includes("`elsewhere`") ? lost.fix : `${lost.fix}; or say in \`elsewhere\` where it is`,
    }));
  }
  if (places.otherwise !== "unknown") {
    return [];
  }
  if (kind === "region") {
    return finding(`${how} a Region that is not known in a preview`);
  }
  if (context.scope === "partial") {
    return finding(`${how} something that is known only after creation`, true);
  }
  const made = madeIn(resource, path, context);
  if (!made) {
    return finding(`${how} something that nothing known decides`);
  }
  const abroad = made.filter((region) => !data.allowed!.has(region));
  return abroad.length > 0 ? finding(`${how} ${listed(abroad.map((region) => inside(region, context)))}`) : [];
}

/** `us-east-1 (US)` */
export const inside = (region: string, { topology }: Context): string =>
  `${region} (${topology.regions[region] ?? "in no jurisdiction of the topology"})`;

export function allowedText(regions: ReadonlySet<string>, jurisdiction?: string, dataClass?: string): string {
  const what = dataClass ? `${dataClass} data` : "data of no declared class";
  if (!jurisdiction) {
    return `${what} needs a jurisdiction and has none`;
  }
  return `${what} of ${jurisdiction} may be in ${listed([...regions])}`;
}

/** `Remove it.` → `remove it`: the end of a longer sentence. */
const inSentence = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, "")}`;
