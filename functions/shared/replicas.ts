/** The replicas of one table that may be anywhere, as one that answers while any of them does. */
import type { ReadItems } from "./batch-reader";
import { realTimer, type Timer } from "./with-timeout";

export interface Replica {
  region: string;
  read: ReadItems;
}

/** A replica that is silent for this long has another asked beside it: ten times what the own Region's takes at p99. */
export const hedgeMs = 150;
/** A replica that failed, or was overtaken, is asked last for this long, so that not every read waits for it. */
export const replicaBackoffSeconds = 10;

/**
 * Reads from the first replica that answers, asking in the order given: the next one is asked when those before have
 * failed or been silent for `hedgeMs`. Rejects with the first replica's error where none answers.
 * Hedged requests: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function readReplicas(
  replicas: readonly Replica[],
  now: () => number = Date.now,
  timer: Timer = realTimer,
): ReadItems {
  const backoffUntil = new Map<string, number>();
  const backsOff = ({ region }: Replica) => now() < (backoffUntil.get(region) ?? Number.NEGATIVE_INFINITY);
  const backOff = ({ region }: Replica) => backoffUntil.set(region, now() + replicaBackoffSeconds * 1000);

  return (keys) =>
    new Promise((resolve, reject) => {
      const waiting = [...replicas.filter((replica) => !backsOff(replica)), ...replicas.filter(backsOff)];
      const running = new Set<Replica>();
      const errors = new Map<Replica, unknown>();
      let latest: Replica | undefined;
      let done = false;
      let cancel = () => {};

      const ask = () => {
        const replica = waiting.shift();
        if (done || !replica) {
          return;
        }
        latest = replica;
        running.add(replica);
        cancel = timer(hedgeMs, ask);
        replica.read(keys).then(
          (items) => answered(replica, items),
          (error) => failed(replica, error),
        );
      };
      const answered = (replica: Replica, items: Awaited<ReturnType<ReadItems>>) => {
        if (done) {
          return;
        }
        done = true;
        cancel();
        backoffUntil.delete(replica.region);
        running.delete(replica);
        running.forEach(backOff);
        resolve(items);
      };
      const failed = (replica: Replica, error: unknown) => {
        running.delete(replica);
        errors.set(replica, error);
        backOff(replica);
        if (replica === latest) {
          // Those before it have been silent for long enough.
          cancel();
          ask();
        }
        if (running.size === 0) {
          reject(errors.get(replicas.find((each) => errors.has(each))!));
        }
      };
      ask();
    });
}
