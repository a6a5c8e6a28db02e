/**
 * The one source of truth for jurisdictions, Regions, roles and data classes (law 7).
 * Pure data and pure functions: programs, policies, functions, client, twin and docs read it; nothing repeats it.
 *
 * To serve a new place, add its two stacks below and two config files: docs/adding-a-region.md.
 */

/** A legal area. It decides where data may live; countries are ISO 3166-1 alpha-2. */
export interface Jurisdiction {
  readonly name: string;
  readonly countries: readonly string[];
}

export const jurisdictions = {
  CA: { name: "Canada", countries: ["CA"] },
  US: { name: "United States", countries: ["US"] },
  EU: {
    name: "European Union",
    countries: "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
  },
} as const satisfies Record<string, Jurisdiction>;

export type JurisdictionCode = keyof typeof jurisdictions;
export type Role = "primary" | "standby";

/** One region stack: exactly one AWS Region. A standby is in its primary's jurisdiction, always. */
export interface RegionStack {
  readonly region: string;
  readonly jurisdiction: JurisdictionCode;
  readonly role: Role;
  /** IPv4 block of its VPC. It stays with the stack: changing it replaces the VPC and all that is in it. */
  readonly network: string;
}

/** Stack name → what it deploys. The order is the order of deployment, after `global`. */
export const regionStacks: Readonly<Record<string, RegionStack>> = {
  ca: { region: "ca-central-1", jurisdiction: "CA", role: "primary", network: "10.16.0.0/16" },
  "ca-west": { region: "ca-west-1", jurisdiction: "CA", role: "standby", network: "10.24.0.0/16" },
  us: { region: "us-east-1", jurisdiction: "US", role: "primary", network: "10.32.0.0/16" },
  "us-west": { region: "us-west-2", jurisdiction: "US", role: "standby", network: "10.40.0.0/16" },
};

export const globalStack = "global";

/**
 * The one Region in which organizations are written; every other Region holds a read replica.
 * Conditional writes are safe in one Region only:
 * https://docs.aws.amazon.com/prescriptive-guidance/latest/dynamodb-global-tables/write-to-one-region.html
 */
export const registryRegion = "ca-central-1";

/**
 * Where Route 53's metrics are, for every hosted zone and health check, and so where alarms on them must be:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export const route53MetricsRegion = "us-east-1";

/** What data is, and so where it may be. Tagged as `data-class` on every resource that can carry a tag. */
export const dataClasses = {
  personal: {
    mayLeaveJurisdiction: false,
    description: "an organization's data: profiles, accounts, requests and responses of the regional API",
  },
  operational: {
    mayLeaveJurisdiction: true,
    description: "metrics, logs and keys without personal data",
  },
  routing: {
    mayLeaveJurisdiction: true,
    description: "the registry and the lookup: opaque ids, keyed hashes, jurisdiction, state, version",
  },
  public: { mayLeaveJurisdiction: true, description: "static assets that anyone may read" },
} as const satisfies Record<string, { mayLeaveJurisdiction: boolean; description: string }>;

export type DataClass = keyof typeof dataClasses;

/** `[stack name, entry]` of every region stack of a jurisdiction, primary first. */
export function stacksOf(jurisdiction: string): [string, RegionStack][] {
  return Object.entries(regionStacks)
    .filter(([, stack]) => stack.jurisdiction === jurisdiction)
    .sort(([, a], [, b]) => Number(a.role === "standby") - Number(b.role === "standby"));
}

/** The AWS Regions of a jurisdiction, primary first. */
export function regionsOf(jurisdiction: string): string[] {
  return stacksOf(jurisdiction).map(([, stack]) => stack.region);
}

/** The other Regions of a Region's jurisdiction. */
export function siblingsOf(region: string): string[] {
  const jurisdiction = jurisdictionOf(region);
  return jurisdiction === undefined ? [] : regionsOf(jurisdiction).filter((other) => other !== region);
}

/** The stack name and entry that deploy an AWS Region, or undefined where the topology has none. */
export function stackOfRegion(region: string): [string, RegionStack] | undefined {
  return Object.entries(regionStacks).find(([, stack]) => stack.region === region);
}

/** The jurisdiction that a Region is in, or undefined where the topology does not know the Region. */
export function jurisdictionOf(region: string): JurisdictionCode | undefined {
  return stackOfRegion(region)?.[1].jurisdiction;
}

/** Every AWS Region of the topology, in its order. */
export function allRegions(): string[] {
  return Object.values(regionStacks).map((stack) => stack.region);
}

/**
 * Whose replica of the registry a function in `region` reads, in this order: its own Region's, the others' of its
 * jurisdiction, and the one that is written, which is the newest. Adding a jurisdiction changes none of it.
 */
export function registryRegionsFor(region: string): string[] {
  const jurisdiction = jurisdictionOf(region);
  return [...new Set([region, ...(jurisdiction === undefined ? [] : regionsOf(jurisdiction)), registryRegion])];
}

/** Jurisdictions that have a primary, in the topology's order: the ones an organization can have as home. */
export function servedJurisdictions(): JurisdictionCode[] {
  const primaries = Object.values(regionStacks).filter((stack) => stack.role === "primary");
  return [...new Set(primaries.map((stack) => stack.jurisdiction))];
}

/** The jurisdiction whose countries include `country` (ISO 3166-1 alpha-2), or undefined. */
export function jurisdictionOfCountry(country: string): JurisdictionCode | undefined {
  const found = Object.entries(jurisdictions).find(([, jurisdiction]) =>
    (jurisdiction.countries as readonly string[]).includes(country),
  );
  return found?.[0] as JurisdictionCode | undefined;
}
