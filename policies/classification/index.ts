/** What a resource type does with data. Types of other providers are named in the topology's `types`. */
import { isRegional } from "../../graph/region";
import type { Topology } from "../shared/topology";
import table from "./types.json";

export type Kind = "stores" | "copies" | "neither" | "unclassified";

export interface Classified {
  readonly kind: Kind;
  /** False for services that belong to no Region. */
  readonly regional: boolean;
  readonly taggable: boolean;
  /** Properties that say where data goes. */
  readonly to: readonly string[];
}

type Row = { kind: string; taggable: boolean; to?: string[] };

const rows = new Map(
  Object.entries(table.types as Record<string, Row>).map(([type, { kind, taggable, to = [] }]) => {
    const classified: Classified = { kind: kind as Kind, regional: isRegional(type), taggable, to };
    return [type, classified];
  }),
);
/** Providers that make values, keys, pauses and files, or run commands: they hold nothing, and their texts are read. */
const holdsNothing = /^(?:archive|cloudinit|command|external|http|null|random|std|synced-folder|terraform|time|tls):/;
const none: Classified = { kind: "unclassified", regional: true, taggable: false, to: [] };
const neither: Classified = { ...none, kind: "neither" };

/** Version of `@pulumi/aws` that the table was reviewed for. */
export const classifiedVersion: string = table.version;
export const classifiedTypes: readonly string[] = [...rows.keys()];

/**
 * `component` is for resources without a provider: components hold nothing, their children do. The engine's own types
 * (`pulumi:…`) describe the program. What the topology says of a type comes before what is known of its provider.
 */
export function classify(type: string, topology: Topology, component = false): Classified {
  const row = rows.get(type);
  if (row) {
    return row;
  }
  const declared = topology.types[type];
  if (declared) {
    return { ...none, kind: declared as Kind };
  }
  return type.startsWith("pulumi:") || holdsNothing.test(type) || component ? neither : none;
}

/** Whether data is in it or passes through it. */
export function isHolder(type: string, topology: Topology): boolean {
  const { kind } = classify(type, topology);
  return kind === "stores" || kind === "copies";
}
