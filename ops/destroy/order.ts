/** In which order stacks go. Pure. */
import { globalStack, regionStacks } from "../../model/topology";

/**
 * Stacks that must be gone before this one. A standby holds replicas of its primary's tables: a table that has been the source
 * of a replica in the last 24 hours cannot be deleted while that stands. The global stack holds what all others read and refer to.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export function goBefore(stack: string): string[] {
  if (stack === globalStack) {
    return Object.keys(regionStacks);
  }
  const own = regionStacks[stack];
  return own?.role === "primary"
    ? Object.entries(regionStacks).flatMap(([name, { jurisdiction, role }]) =>
        jurisdiction === own.jurisdiction && role === "standby" ? [name] : [],
      )
    : [];
}

/** Every stack, those that others wait for first. */
export const destroyOrder = (): string[] => {
  const [standbys, primaries] = ["standby", "primary"].map((wanted) =>
    Object.keys(regionStacks).filter((stack) => regionStacks[stack]?.role === wanted),
  ) as [string[], string[]];
  return [...standbys, ...primaries, globalStack];
};
