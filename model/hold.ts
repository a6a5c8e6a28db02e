/**
 * A hold: after a failover people stay where they were led to until the Region that was left has been well for some minutes, so
 * that one that comes and goes is not returned to each time. A row of the jurisdiction's table of orders, since memory dies
 * with a cold start.
 *
 * | pk              | written by                                | attributes |
 * |-----------------|-------------------------------------------|------------|
 * | `hold#<region>` | functions/health of the Region that took over | by (that Region), since, seen, until (ISO 8601) |
 */
import { type EvacuationRow, isEvacuated } from "./evacuation";

export interface HoldRow {
  /** The Region that took over. */
  by: string;
  /** When it was first seen that it had. */
  since: string;
  /** When it was last seen: health checkers found the Region that was left unhealthy. */
  seen: string;
  until: string;
}

export const holdKey = (region: string) => `hold#${region}`;

/**
 * After an operator has returned a Region, health checkers find it unhealthy for some time still: three answers of 503 to go
 * back to, three good ones to come, ten seconds apart each. What they say in this time is no reason for a hold.
 */
export const returnSettlesMs = 90_000;

type Order = Pick<EvacuationRow, "state" | "since"> | undefined;

const returnedAt = (order: Order) =>
  order !== undefined && !isEvacuated(order) ? Date.parse(order.since) : Number.NEGATIVE_INFINITY;

/** Whether it is a reason to hold a Region that health checkers found it unhealthy at `seen`. Of one that is evacuated its order says all. */
export const mayHold = (order: Order, seen: number) =>
  !isEvacuated(order) && seen >= returnedAt(order) + returnSettlesMs;

/** Until when people stay away from a Region, in ms since the epoch; undefined where nothing holds it. An operator's return ends a hold. */
export function heldUntil(row: Partial<HoldRow> | undefined, order: Order, now: number): number | undefined {
  const until = Date.parse(String(row?.until));
  return now < until && mayHold(order, Date.parse(String(row?.seen))) ? until : undefined;
}
