import { createRuntime, platform } from "./platform";
import type { HomeCore, Measurement } from "./types";

export interface MeasureOptions {
  /** Path of the Region's collector: measurements stay at home like all data. @default "/v1/measurements" */
  path?: string;
  /** Share of sessions that are measured, 0 to 1. @default 0.1 */
  sampling?: number;
  /** Seconds between batches. @default 30 */
  everySeconds?: number;
  /** Measurements in a batch, and kept while none can be sent. The Region's collector takes 300. @default 100 */
  maxBatch?: number;
}

export interface Measure {
  /** True where this session is in the sample. */
  readonly sampled: boolean;
  /** Sends what is there. */
  flush(): Promise<void>;
  stop(): void;
}

/** A measurement as the collector gets it. `network` is `4g`, `wifi`, …; "" where the platform does not say. */
export type Sent = Required<Measurement> & { jurisdiction: string | null; network: string };

/**
 * Real user monitoring: sends the client's `measurement` events to the home Region in batches
 * `{"measurements":[…],"dropped":n}`. They say what kind of call it was, where, how long and over which network; no path, no id, no text.
 */
export function createMeasure(home: HomeCore, options: MeasureOptions = {}): Measure {
  const runtime = createRuntime(home.options);
  const path = options.path ?? "/v1/measurements";
  const maxBatch = options.maxBatch ?? 100;
  const sampled = runtime.random() < (options.sampling ?? 0.1);
  let batch: Sent[] = [];
  let dropped = 0;
  let sending = false;
  let timer: unknown;

  function add(measurement: Measurement): void {
    // Its own request would be measured too, and sent, and measured.
    if (sending && measurement.kind === "request") {
      return;
    }
    const { kind, at = runtime.now(), ms = 0, region = null, status = 0, attempts = 1 } = measurement;
    const { type, effectiveType } = platform.navigator?.connection ?? {};
    const { jurisdiction } = home.status;
    const network = type ?? effectiveType ?? "";
    batch.push({ kind, at, ms: Math.round(ms), region, jurisdiction, status, attempts, network });
    if (batch.length > maxBatch) {
      batch.shift();
      dropped++;
    }
    if (batch.length >= maxBatch) {
      flush();
    } else {
      timer ??= runtime.setTimeout(flush, (options.everySeconds ?? 30) * 1000);
    }
    // Not what keeps a Node process alive.
    (timer as { unref?(): void } | undefined)?.unref?.();
  }

  async function flush(): Promise<void> {
    runtime.clearTimeout(timer);
    timer = undefined;
    if (sending || batch.length === 0) {
      return;
    }
    const sent = batch;
    const missed = dropped;
    batch = [];
    dropped = 0;
    sending = true;
    try {
      const body = JSON.stringify({ measurements: sent, dropped: missed });
      const headers = { "content-type": "application/json" };
      // `keepalive`: it goes out although the page is being closed.
      const response = await home.fetch(path, { method: "POST", headers, body, keepalive: true });
      if (response.status >= 500) {
        throw new Error(String(response.status));
      }
    } catch {
      const kept = [...sent, ...batch];
      dropped += missed + Math.max(0, kept.length - maxBatch);
      batch = kept.slice(-maxBatch);
    } finally {
      sending = false;
    }
  }

  const hidden = () => {
    if (platform.document?.visibilityState === "hidden") {
      flush();
    }
  };
  const off = sampled ? home.on("measurement", add) : () => {};
  const unwatch = sampled ? watchConnections(home) : () => {};
  if (sampled) {
    platform.document?.addEventListener?.("visibilitychange", hidden);
  }
  return {
    sampled,
    flush,
    stop() {
      off();
      unwatch();
      runtime.clearTimeout(timer);
      platform.document?.removeEventListener?.("visibilitychange", hidden);
    },
  };
}

/** Browsers: what connecting to home took. Needs `Timing-Allow-Origin` from the Region; without it the browser says 0. */
function watchConnections(home: HomeCore): () => void {
  const { PerformanceObserver, performance } = globalThis as any;
  if (!PerformanceObserver?.supportedEntryTypes?.includes("resource") || !platform.document) {
    return () => {};
  }
  const observer = new PerformanceObserver((list: any) => {
    for (const { name, startTime, connectStart, connectEnd } of list.getEntries()) {
      const endpoint = home.home?.endpoints.find(({ api }) => name.startsWith(`${api}/`));
      const ms = connectEnd - connectStart;
      if (endpoint && ms > 0) {
        home.emit("measurement", {
          kind: "connect",
          at: performance.timeOrigin + startTime,
          ms,
          region: endpoint.region,
          // An entry of a connection that failed has no times.
          status: 200,
        });
      }
    }
  });
  observer.observe({ type: "resource" });
  return () => observer.disconnect();
}
