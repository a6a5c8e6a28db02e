import type { HomeRow } from "../../model/registry";
import type { BatchReader } from "./batch-reader";
import { BoundedMap } from "./bounded-map";
import { MalformedRow } from "./errors";
import { type ReadItem, readOrLast } from "./last-known";
import { homeRow } from "./rows";
import { realTimer, type Timer, withTimeout } from "./with-timeout";

/** What an organization was asked by. `name` is what cache entries are kept under, `key` the registry's key. */
export interface Asked {
  name: string;
  key(): string;
  /** Set where it was asked by its opaque id: then the row must be of this id. */
  id?: string;
}

/** How long cache entries are used, in seconds, and how many are kept. */
export interface CacheLimits {
  cacheSeconds: number;
  unknownCacheSeconds: number;
  staleSeconds: number;
  entries: number;
  unknowns: number;
  /** With a cache entry, wait no longer than this for a newer one. Without it: until the registry fails. */
  timeoutMs?: number;
}

export interface Found {
  row: HomeRow;
  ageSeconds: number;
  /** True where the registry did not answer, so that this is the last cache entry. */
  stale: boolean;
}

// Whole seconds: they fit where V8 keeps small integers, so an entry costs no number on the heap.
interface CacheEntry {
  row: HomeRow;
  readAt: number;
}

/** Organizations' homes: from memory where that is recent enough, else from the registry, else from what was last known. */
export class Directory {
  readonly #cache: BoundedMap<string, CacheEntry>;
  // Apart, so that asking for names that do not exist cannot drive out those that do.
  readonly #unknowns: BoundedMap<string, number>;

  constructor(
    readonly reader: BatchReader,
    readonly limits: CacheLimits,
    readonly now: () => number = Date.now,
    readonly timer: Timer = realTimer,
  ) {
    this.#cache = new BoundedMap(limits.entries);
    this.#unknowns = new BoundedMap(limits.unknowns);
  }

  /** How many entries are kept: of known organizations and of names that nobody has. */
  get size(): { entries: number; unknowns: number } {
    return { entries: this.#cache.size, unknowns: this.#unknowns.size };
  }

  /** What is in memory and recent enough: a home, null for "nobody", undefined for "ask the registry". */
  peek(asked: Asked): Found | null | undefined {
    const now = Math.floor(this.now() / 1000);
    const cached = this.#cache.get(asked.name);
    if (cached && now - cached.readAt < this.limits.cacheSeconds) {
      return { row: cached.row, ageSeconds: Math.max(0, now - cached.readAt), stale: false };
    }
    const unknownSince = this.#unknowns.get(asked.name);
    return unknownSince !== undefined && now - unknownSince < this.limits.unknownCacheSeconds ? null : undefined;
  }

  /**
   * The organization's home, or null where the registry says that there is no such organization.
   * Rejects as the reader does where the registry does not answer and no entry is young enough to use: "unknown" is never
   * said from memory then. Rejects with MalformedRow or HomeUnservable where the row cannot be used.
   */
  async find(asked: Asked): Promise<Found | null> {
    const recent = this.peek(asked);
    if (recent !== undefined) {
      return recent;
    }
    const cached = this.#usable(asked);
    if (!cached) {
      return this.#readUnknown(asked);
    }
    const { timeoutMs } = this.limits;
    const reading = this.#readAgain(asked, cached);
    return timeoutMs === undefined ? reading : withTimeout(timeoutMs, reading, cached, this.timer);
  }

  async #readAgain(asked: Asked, cached: Found): Promise<Found | null> {
    let item: Record<string, unknown> | undefined;
    try {
      item = await this.reader.get(asked.key());
    } catch {
      return cached;
    }
    return this.#keep(asked, { item, readAt: this.now(), stale: false });
  }

  async #readUnknown(asked: Asked): Promise<Found | null> {
    const { now, timer } = this;
    const { staleSeconds } = this.limits;
    return this.#keep(asked, await readOrLast(this.reader, asked.key(), { now, staleSeconds, timer }));
  }

  #usable({ name }: Asked): Found | undefined {
    const cached = this.#cache.get(name);
    const ageSeconds = cached ? Math.floor(this.now() / 1000) - cached.readAt : Number.POSITIVE_INFINITY;
    return cached && ageSeconds < this.limits.staleSeconds ? { row: cached.row, ageSeconds, stale: true } : undefined;
  }

  #keep(asked: Asked, { item, readAt: readMs, stale }: ReadItem): Found | null {
    const readAt = Math.floor(readMs / 1000);
    const cached = stale && this.#usable(asked);
    if (cached && Math.floor(this.now() / 1000) - cached.ageSeconds > readAt) {
      return cached; // Somebody else was answered by the registry meanwhile.
    }
    // Whatever the registry says now, the last entry is over: a row that cannot be used must not be papered over.
    this.#cache.delete(asked.name);
    if (!item) {
      this.#unknowns.set(asked.name, readAt);
      return null;
    }
    const row = homeRow(item);
    if (asked.id !== undefined && row.organization !== asked.id) {
      throw new MalformedRow(`the registry's row of ${asked.id} is of another organization`);
    }
    this.#unknowns.delete(asked.name);
    this.#cache.set(asked.name, { row, readAt });
    return { row, ageSeconds: Math.max(0, Math.floor(this.now() / 1000) - readAt), stale };
  }
}
