/** When a fault is on: pure functions of its schedule and of how long ago it was switched on. */
import type { Schedule } from "./types";

export interface Phase {
  state: "waiting" | "on" | "over";
  /** When this phase began, in ms since it was switched on. */
  began: number;
  /** When the next one begins; undefined: never. */
  next: number | undefined;
}

/** Windows of `durationMs`, the first after `afterMs`, one each `everyMs`, `times` of them. */
export function phaseAt({ afterMs = 0, durationMs, everyMs, times }: Schedule, elapsedMs: number): Phase {
  if (elapsedMs < afterMs) {
    return { state: "waiting", began: 0, next: afterMs };
  }
  if (durationMs === undefined) {
    return { state: "on", began: afterMs, next: undefined };
  }
  const round = everyMs === undefined ? 0 : Math.floor((elapsedMs - afterMs) / everyMs);
  const last = everyMs === undefined ? 0 : (times ?? Number.POSITIVE_INFINITY) - 1;
  const began = afterMs + Math.min(round, last) * (everyMs ?? 0);
  const ends = began + durationMs;
  if (elapsedMs < ends) {
    return { state: "on", began, next: ends };
  }
  if (round >= last) {
    return { state: "over", began: ends, next: undefined };
  }
  return { state: "waiting", began: ends, next: began + (everyMs ?? 0) };
}

/** How much of a fault there is `onMs` after it began: from 0 to 1 over its ramp, then all. */
export function levelAt({ rampMs }: Schedule, onMs: number): number {
  return rampMs === undefined ? 1 : Math.min(1, Math.max(0, onMs / rampMs));
}
