/** Whether this machine keeps up with the twin: a host that is too slow for the speed makes measured times worthless. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { busyAfterMs } from "../clock";

/** Real ms between two samples of the event loop, and between two judgements. */
const sampleMs = 20;
const judgeMs = 2_000;
/** Twin ms by which a measured time may be off: as often as the observer looks. */
export const toleratedMs = 500;

export interface Lag {
  /** Real ms that the event loop is behind, as nine of ten samples have it at most: one long pause is no slow host. */
  lagMs(): number;
  stop(): void;
}

export function measureLag(): Lag {
  const histogram = monitorEventLoopDelay({ resolution: sampleMs });
  histogram.enable();
  let lag = 0;
  const timer = setInterval(() => {
    lag = Math.max(0, Math.round(histogram.percentile(90) / 1e6) - sampleMs);
    histogram.reset();
  }, judgeMs);
  timer.unref();
  return {
    lagMs: () => lag,
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}

/** The clock goes no faster than real time once the process is busy, so most of a lag is not multiplied by the speed. */
export function isCredible(lagMs: number, speed: number): boolean {
  const fast = Math.min(lagMs, busyAfterMs);
  return fast * speed + (lagMs - fast) * Math.min(speed, 1) <= toleratedMs;
}
