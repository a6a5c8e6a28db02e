/** How long what an app has kept of a sign-in can be used. */
import type { Clock } from "../context";

/** A token is replaced so long before it ends, in twin ms: what it is sent with must arrive while it is good. */
const marginMs = 60_000;

/** When a token ends that has just come, in the twin's time. */
export const lastingUntil = (clock: Pick<Clock, "now">, seconds: number): number => clock.now() + seconds * 1_000;

export const isLasting = (clock: Pick<Clock, "now">, { until }: { until: number }): boolean =>
  clock.now() < until - marginMs;
