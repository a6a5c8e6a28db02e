/** Kinds of fault in words, for the timeline, the page and whoever asks the control API what there is. */
import { fieldsOf } from "./fields";
import type { Fault, FaultKind, Target, World } from "./types";

/** What a fault does, with its values. */
export function describe(fault: Fault, { summary }: FaultKind): string {
  return summary.replace(/`(\w+)`/g, (_, name: string) => wordFor(name, fault[name as keyof Fault]));
}

function wordFor(name: string, value: unknown): string {
  if (name === "share") {
    return `${Math.round(Number(value) * 1_000) / 10} %`;
  }
  return name.endsWith("Ms") ? `${value} ms` : String(value);
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

export interface KindDescription {
  kind: string;
  scope: FaultKind["scope"];
  summary: string;
  fields: {
    name: string;
    what: string;
    required: boolean;
    allowed?: string;
    default?: string | number;
    options?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  }[];
}

export function describeKinds(kinds: Readonly<Record<string, FaultKind>>, world: World): KindDescription[] {
  return Object.entries(kinds).map(([kind, row]) => ({
    kind,
    scope: row.scope,
    summary: row.summary,
    fields: Object.entries(fieldsOf(row, { durationMs: 1, everyMs: 2 }, world)).map(([name, field]) => ({
      name,
      what: field.what,
      required: field.required ?? false,
      ...(field.options ? { options: field.options } : { allowed: field.allowed }),
      ...(field.fallback === undefined ? {} : { default: field.fallback }),
    })),
  }));
}
