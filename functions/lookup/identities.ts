import { type RegionRow, regionKey } from "../../model/registry";
import { regionsOf, servedJurisdictions } from "../../model/topology";
import type { BatchReader } from "../shared/batch-reader";
import { HomeUnservable } from "../shared/errors";
import { identityCacheSeconds, staleIfErrorSeconds, unknownCacheSeconds } from "../shared/freshness";
import { readOrLast } from "../shared/last-known";
import { regionRow } from "../shared/rows";
import { realTimer, type Timer, withTimeout } from "../shared/with-timeout";
import { timeoutMs } from "./limits";

interface CacheEntry {
  /** What the registry said: an identity, or why it cannot be used. */
  row: RegionRow | HomeUnservable;
  readAt: number;
}

/** Where the users of each jurisdiction sign in: the pool of its primary Region, as that Region published it. */
export class Identities {
  readonly #cache = new Map<string, CacheEntry>();
  readonly #renewing = new Map<string, Promise<void>>();
  readonly #primaries = new Map(
    servedJurisdictions().map((jurisdiction) => [jurisdiction as string, regionsOf(jurisdiction)[0]]),
  );

  constructor(
    readonly reader: BatchReader,
    readonly now: () => number = Date.now,
    readonly timer: Timer = realTimer,
  ) {}

  /**
   * Starts reading whatever is due, of all jurisdictions: together with a read of an organization that is started in the
   * same turn, it is one read of the table. So the first response of a cold start waits for one round trip only.
   */
  prepare(): void {
    for (const jurisdiction of this.#primaries.keys()) {
      if (this.#isDue(jurisdiction)) {
        this.of(jurisdiction).catch(() => {});
      }
    }
  }

  /** Rejects with HomeUnservable where the row is missing or wrong, or as the reader where nothing is known. */
  async of(jurisdiction: string): Promise<RegionRow> {
    const region = this.#primaries.get(jurisdiction);
    if (!region) {
      throw new HomeUnservable(`no Region of this deployment serves jurisdiction ${jurisdiction}`);
    }
    if (this.#isDue(jurisdiction)) {
      await this.#renew(jurisdiction, region);
    }
    const { row } = this.#cache.get(jurisdiction) as CacheEntry;
    if (row instanceof HomeUnservable) {
      throw row;
    }
    return row;
  }

  /** Once at a time: whoever comes while the registry is still asked waits for the remaining time only. */
  #renew(jurisdiction: string, region: string): Promise<void> {
    const running = this.#renewing.get(jurisdiction);
    if (running) {
      return running;
    }
    const reading = this.#read(jurisdiction, region).finally(() => this.#renewing.delete(jurisdiction));
    const renewal = this.#patiently(jurisdiction, reading);
    this.#renewing.set(jurisdiction, renewal);
    return renewal;
  }

  /** With a usable cache entry, nobody waits long, and a registry that does not respond is no error. */
  #patiently(jurisdiction: string, reading: Promise<void>): Promise<void> {
    const cached = this.#cache.get(jurisdiction);
    if (!cached || cached.row instanceof HomeUnservable || this.#age(cached) >= staleIfErrorSeconds) {
      return reading;
    }
    const settled = reading.catch(() => {});
    return withTimeout(timeoutMs, settled, undefined, this.timer);
  }

  async #read(jurisdiction: string, region: string): Promise<void> {
    const { item, readAt } = await readOrLast(this.reader, regionKey(region), { now: this.now, timer: this.timer });
    this.#cache.set(jurisdiction, { row: checked(region, item), readAt });
  }

  #age({ readAt }: CacheEntry): number {
    return (this.now() - readAt) / 1000;
  }

  #isDue(jurisdiction: string): boolean {
    const cached = this.#cache.get(jurisdiction);
    if (!cached) {
      return true;
    }
    const seconds = cached.row instanceof HomeUnservable ? unknownCacheSeconds : identityCacheSeconds;
    return this.#age(cached) >= seconds;
  }
}

function checked(region: string, item: Record<string, unknown> | undefined): RegionRow | HomeUnservable {
  try {
    return regionRow(region, item);
  } catch (error) {
    if (error instanceof HomeUnservable) {
      return error;
    }
    throw error;
  }
}
