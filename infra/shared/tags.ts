/** The tags that say what a resource holds and where it belongs. Policies, twin and docs read them. */
import type { DataClass } from "../../model/topology";

export type Tags = Record<"data-class" | "jurisdiction", string>;

/** `jurisdiction` is `any` for what belongs to no Region. */
export function tagsFor(dataClass: DataClass, jurisdiction: string): Tags {
  return { "data-class": dataClass, jurisdiction };
}
