/**
 * What operators order and Regions say of each other: rows of a table of the jurisdiction, never of the registry.
 *
 * | pk                     | written by | attributes |
 * |------------------------|------------|------------|
 * | `evacuation#<region>`  | ops/region | state, since (ISO 8601), by (as the operator has called themselves) |
 *
 * Rows of the same table that Regions write themselves: model/hold.ts.
 *
 * No row: nobody has ordered anything. A row stays after the return, so that it can be told who ordered it.
 */

/** Last part of the table's name. */
export const regionsTable = "regions";

export interface EvacuationRow {
  state: "evacuated" | "returned";
  since: string;
  by: string;
}

export const evacuationKey = (region: string) => `evacuation#${region}`;

/** Fails closed: a row that says anything but that the Region has returned keeps it evacuated. */
export const isEvacuated = (row: { state?: unknown } | undefined) => row !== undefined && row.state !== "returned";

/** What a Region says of a sibling that users must leave, on `siblingsPath`. Health checkers look for these words. */
export const leaveStatement = (region: string) => `leave ${region}`;
export const siblingsPath = "/siblings";
