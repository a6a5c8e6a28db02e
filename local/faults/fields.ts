/** The fields of a request for a fault: which a kind has, what each may be, what it is when left out. */
import type { FaultKind, FaultRequest, Schedule, Target, Values, World } from "./types";

export interface Field {
  what: string;
  allowed: string;
  read(value: unknown): string | number | undefined;
  required?: boolean;
  fallback?: string | number | undefined;
  /** What a number counts. */
  unit?: "ms" | "share" | "times";
  /** The values that there are; for what depends on another field, `by` its value. */
  options?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  by?: "region" | "service";
}

export type Fields = Readonly<Record<string, Field>>;

const longestMs = 30 * 86_400_000;
const slowestMs = 60_000;
const dayMs = 86_400_000;

const choice = (plural: string, options: readonly string[]): Pick<Field, "allowed" | "read" | "options"> => ({
  allowed: `allowed ${plural}: ${options.join(", ") || "none"}`,
  read: (value) =>
    typeof value === "string" ? options.find((option) => option.toLowerCase() === value.toLowerCase()) : undefined,
  options,
});

const number = (
  allowed: string,
  holds: (value: number) => boolean,
  unit: NonNullable<Field["unit"]> = "ms",
): Pick<Field, "allowed" | "read" | "unit"> => ({
  allowed,
  unit,
  read: (value) => (typeof value === "number" && Number.isFinite(value) && holds(value) ? value : undefined),
});

const milliseconds = (most: number) =>
  number(`use a number of milliseconds above 0, at most ${most}`, (value) => value > 0 && value <= most);

/** Services that can be down, slow or answer with errors. */
const failingOf = (world: World) =>
  Object.keys(world.services).filter((service) => errorsOf(world, service).length > 0);

/** The names of a service's errors, the worst first. */
export const errorsOf = ({ services }: World, service = ""): string[] =>
  Object.hasOwn(services, service) ? Object.keys(services[service]!.errors ?? {}) : [];

const ofScope: Readonly<Record<FaultKind["scope"], readonly (keyof Target)[]>> = {
  region: ["region"],
  service: ["region", "service", "resource"],
  "availability-zone": ["region", "availabilityZone"],
  link: ["region", "peerRegion"],
  global: [],
};
/** The fields that say where a fault of this scope is. */
export const placesOf = (scope: FaultKind["scope"]): readonly string[] => ofScope[scope];
const ofTime = ["afterMs", "durationMs", "everyMs", "times"] as const;

/** The fields of a kind, in the order in which issues are reported. An unknown kind may have any. */
export function fieldsOf(kind: FaultKind | undefined, request: Partial<FaultRequest>, world: World): Fields {
  const fields: Fields = {
    ...placeFields(request, world),
    ...valueFields(kind, request.service, world),
    ...timeFields(request),
  };
  if (!kind) {
    return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, required: false }]));
  }
  const names: readonly string[] = [
    ...ofScope[kind.scope],
    ...kind.takes,
    ...ofTime,
    ...(kind.grows ? ["rampMs"] : []),
  ];
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

function placeFields({ region, service = "" }: Partial<FaultRequest>, world: World): Record<keyof Target, Field> {
  const failing = failingOf(world);
  const byService = Object.fromEntries(
    failing.map((service) => [service, world.resources(world.services[service]!.resourceType ?? "")] as const),
  );
  const byRegion = (optionsOf: (region: string) => readonly string[]) =>
    Object.fromEntries(world.regions.map((name) => [name, optionsOf(name)]));
  const others = (not = "") => world.regions.filter((name) => name !== not);
  return {
    region: { what: "the AWS Region", required: true, ...choice("Regions", world.regions) },
    peerRegion: {
      what: "the Region at the other end",
      required: true,
      ...choice("other Regions", others(region)),
      options: byRegion(others),
      by: "region",
    },
    availabilityZone: {
      what: "the availability zone, one of the Region's",
      required: true,
      ...choice("availability zones", world.availabilityZones(region ?? "")),
      options: byRegion(world.availabilityZones),
      by: "region",
    },
    service: { what: "the service", required: true, ...choice("services", failing) },
    resource: {
      what: "one resource of the service by its logical name, as a table; left out: all",
      ...choice(
        `resources of ${service || "the service"}`,
        Object.hasOwn(byService, service) ? byService[service]! : [],
      ),
      options: byService,
      by: "service",
    },
  };
}

function valueFields(
  kind: FaultKind | undefined,
  service: string | undefined,
  world: World,
): Record<keyof Values, Field> {
  const errors = errorsOf(world, service);
  const failing = failingOf(world);
  const known = errors.length > 0 ? errors : [...new Set(failing.flatMap((service) => errorsOf(world, service)))];
  const fields: Record<keyof Values, Field> = {
    share: {
      what: "which share it strikes",
      fallback: 1,
      ...number("use a number above 0, at most 1", (value) => value > 0 && value <= 1, "share"),
    },
    delayMs: { what: "how much later", fallback: 2_000, ...milliseconds(slowestMs) },
    error: {
      what: "which error; left out: the service's worst",
      fallback: errors[0],
      ...choice(`errors of ${service ?? "services"}`, known),
      options: Object.fromEntries(failing.map((service) => [service, errorsOf(world, service)])),
      by: "service",
    },
    skewMs: {
      what: "how far ahead the clock is",
      fallback: 600_000,
      ...number(`use a number of milliseconds from -${dayMs} to ${dayMs}, not 0`, (value) => {
        return value !== 0 && Math.abs(value) <= dayMs;
      }),
    },
    keepMs: { what: "how long at least", fallback: 3_600_000, ...milliseconds(longestMs) },
  };
  for (const [name, value] of Object.entries(kind?.defaults ?? {})) {
    fields[name as keyof Values].fallback = value;
  }
  return fields;
}

function timeFields({ durationMs, everyMs }: Partial<FaultRequest>): Record<keyof Schedule, Field> {
  const after = (what: string, field: string, given: unknown, rest: Pick<Field, "allowed" | "read" | "unit">) =>
    given === undefined
      ? { what, allowed: `leave it out, or set ${field} too`, read: () => undefined }
      : { what, ...rest };
  const gap = typeof durationMs === "number" ? durationMs : 0;
  return {
    afterMs: { what: "how long it waits before it begins", ...milliseconds(longestMs) },
    durationMs: { what: "how long it lasts; left out: until it is removed", ...milliseconds(longestMs) },
    everyMs: after(
      "how long from one beginning to the next; left out: it comes once",
      "durationMs",
      durationMs,
      number(`use a number of milliseconds above durationMs, at most ${longestMs}`, (value) => {
        return value > gap && value <= longestMs;
      }),
    ),
    times: after(
      "how often it comes; left out: until it is removed",
      "everyMs",
      everyMs,
      number(
        "use a whole number from 1 to 10000",
        (value) => Number.isInteger(value) && value >= 1 && value <= 10_000,
        "times",
      ),
    ),
    rampMs: { what: "how long it grows until it is whole; left out: it is at once", ...milliseconds(longestMs) },
  };
}
