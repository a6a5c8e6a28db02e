import type { Resource } from "../../../policies/shared/resource";
import type { Judging } from "./judge";

/** Resources, the first of which is judged; and how, where that matters. */
export type Scene = readonly Resource[];
export type Judged = Scene | { readonly scene: Scene; readonly options: Judging };

/** What every rule shows: what it lets pass, what it finds, and what it does with absent and unknown values. */
export interface Cases {
  readonly compliant: readonly Judged[];
  readonly violating: readonly Judged[];
  /** Where a property is left out: found, or let pass because absence is the safe value. */
  readonly absent: { readonly found?: readonly Judged[]; readonly passed?: readonly Judged[] };
  /** In a preview. `deferred`: said then, held against it at the end of the update. */
  readonly unknown: {
    readonly found?: readonly Judged[];
    readonly passed?: readonly Judged[];
    readonly deferred?: readonly Judged[];
  };
}

export type CasesOf = Readonly<Record<string, Cases>>;
