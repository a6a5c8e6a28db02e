/** Kinds of fault in words, for the timeline, the page and whoever asks the control API what there is. */
import { isDark } from "./effects";
import { type Field, fieldsOf, placesOf } from "./fields";
import type { Fault, FaultKind, Target, Words, World } from "./types";

/** What a fault does, with its values. */
export function describe(fault: Fault, { summary }: FaultKind): string {
  return summary.replace(/`(\w+)`/g, (_, name: string) => wordFor(name, fault[name as keyof Fault]));
}

function wordFor(name: string, value: unknown): string {
  if (name === "share") {
    return `${Math.round(Number(value) * 1_000) / 10} %`;
  }
  return name.endsWith("Ms") ? time(Number(value)) : String(value);
}

/** `250 ms`, `90 s`, `10 min`: the largest unit in which it is a whole number. */
function time(ms: number): string {
  const [unit, size] = Object.entries({ h: 3_600_000, min: 60_000, s: 1_000 }).find(([, size]) => ms % size === 0) ?? [
    "ms",
    1,
  ];
  return `${ms / size} ${unit}`;
}

/** `ca-central-1`, `dynamodb profiles in ca-central-1`, `ca-central-1 to us-east-1`, `everywhere`. */
export function placeName({ region, service, resource, availabilityZone, peerRegion }: Target): string {
  if (region === undefined) {
    return "everywhere";
  }
  if (service !== undefined) {
    return `${[service, resource].filter((part) => part).join(" ")} in ${region}`;
  }
  return peerRegion === undefined ? (availabilityZone ?? region) : `${region} to ${peerRegion}`;
}

/** A fault as the page shows it. */
export interface FaultView extends Fault {
  /** Regions that it is about. */
  regions: string[];
  place: string;
  says: string;
  /** Nothing of its Region answers now. */
  dark: boolean;
}

export function viewOf(fault: Fault, kind: FaultKind): FaultView {
  return {
    ...fault,
    regions: [fault.region, fault.peerRegion].filter((region) => region !== undefined),
    place: placeName(fault),
    says: describe(fault, kind),
    dark: isDark(kind) && !fault.waiting,
  };
}

export interface FieldDescription {
  name: string;
  /** Where the fault is, what it does, when. */
  part: "place" | "value" | "time";
  what: string;
  required: boolean;
  allowed?: string;
  default?: string | number;
  unit?: Field["unit"];
  options?: Field["options"];
  by?: Field["by"];
}

export interface KindDescription {
  kind: string;
  scope: FaultKind["scope"];
  summary: string;
  dark: boolean;
  words?: Words;
  fields: FieldDescription[];
}

export function describeKinds(kinds: Readonly<Record<string, FaultKind>>, world: World): KindDescription[] {
  return Object.entries(kinds).map(([kind, row]) => ({
    kind,
    scope: row.scope,
    summary: row.summary,
    dark: isDark(row),
    ...(row.words ? { words: row.words } : {}),
    fields: Object.entries(fieldsOf(row, { durationMs: 1, everyMs: 2 }, world)).map(([name, field]) => ({
      name,
      part: partOf(name, row),
      ...describeField(field),
    })),
  }));
}

function describeField({ what, required = false, allowed, fallback, unit, options, by }: Field) {
  return {
    what,
    required,
    ...(options ? { options } : { allowed }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(unit ? { unit } : {}),
    ...(by ? { by } : {}),
  };
}

function partOf(name: string, { scope, takes }: FaultKind): FieldDescription["part"] {
  if (placesOf(scope).includes(name)) {
    return "place";
  }
  return (takes as readonly string[]).includes(name) ? "value" : "time";
}
