import type { Item } from "./attributes";
import type { BatchReader } from "./batch-reader";
import { staleIfErrorSeconds } from "./freshness";
import type { ReadLast } from "./snapshot";
import { realTimer, type Timer } from "./with-timeout";

/** Every replica has been asked by then: each of them is, `hedgeMs` after the one before. */
export const lastKnownAfterMs = 500;

/** An item of the registry, or undefined where there is none, and when it was read, in ms since the epoch. */
export interface ReadItem {
  item: Item | undefined;
  readAt: number;
  /** True where the registry did not answer, so that this is how the item was. */
  stale: boolean;
}

export interface LastKnownOptions {
  now: () => number;
  /** @default a day */
  staleSeconds?: number;
  timer?: Timer;
}

/**
 * From the registry. Where that fails, or has said nothing for `lastKnownAfterMs`, from its snapshot, if that is not older
 * than `staleSeconds`; where the snapshot does not know the key, what the registry does in the end.
 */
export async function readOrLast(
  reader: Pick<BatchReader, "get" | "last">,
  key: string,
  { now, staleSeconds = staleIfErrorSeconds, timer = realTimer }: LastKnownOptions,
): Promise<ReadItem> {
  const reading = reader.get(key).then((item): ReadItem => ({ item, readAt: now(), stale: false }));
  if (!reader.last) {
    return reading;
  }
  const answered = await within(lastKnownAfterMs, reading, timer);
  return answered ?? (await young(reader.last, key, now, staleSeconds)) ?? reading;
}

/** Undefined where it is late, or fails. */
async function within(ms: number, reading: Promise<ReadItem>, timer: Timer): Promise<ReadItem | undefined> {
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = timer(ms, () => resolve(undefined));
  });
  try {
    return await Promise.race([reading.catch(() => undefined), late]);
  } finally {
    cancel();
  }
}

async function young(last: ReadLast, key: string, now: () => number, seconds: number): Promise<ReadItem | undefined> {
  const known = await last(key);
  return known && now() - known.readAt < seconds * 1000 ? { ...known, stale: true } : undefined;
}
