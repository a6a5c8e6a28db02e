import type { HomeRow } from "../../model/registry";
import type { BatchReader } from "./batch-reader";
import { BoundedMap } from "./bounded-map";
import { MalformedRow } from "./errors";
import { homeRow } from "./rows";
import { realTimer, type Timer, within } from "./within";

/** What an organization was asked by. `name` is what copies are kept under, `key` the registry's key. */
export interface Asked {
  name: string;
  key(): string;
  /** Set where it was asked by its opaque id: then the row must be of this id. */
  id?: string;
}

/** How long copies are used, in seconds, and how many are kept. */
export interface CopyLimits {
  copySeconds: number;
  unknownCopySeconds: number;
  staleSeconds: number;
  copies: number;
  unknowns: number;
  /** With a copy in hand, wait no longer than this for a newer one. Without it: until the registry fails. */
  patienceMs?: number;
}

export interface Found {
  row: HomeRow;
  ageSeconds: number;
  /** True where the registry did not answer, so that this is the last copy. */
  stale: boolean;
}

// Whole seconds: they fit where V8 keeps small integers, so a copy costs no number on the heap.
interface Copy {
  row: HomeRow;
  readAt: number;
}

/** Organizations' homes, from memory where that is recent enough, else from the registry's replica in this Region. */
export class Directory {
  readonly #copies: BoundedMap<string, Copy>;
  // Apart, so that asking for names that do not exist cannot drive out those that do.
  readonly #unknowns: BoundedMap<string, number>;

  constructor(
    readonly reader: BatchReader,
    readonly limits: CopyLimits,
    readonly now: () => number = Date.now,
    readonly timer: Timer = realTimer,
  ) {
    this.#copies = new BoundedMap(limits.copies);
    this.#unknowns = new BoundedMap(limits.unknowns);
  }

  /** How many copies are kept: of known organizations and of names that nobody has. */
  get size(): { copies: number; unknowns: number } {
    return { copies: this.#copies.size, unknowns: this.#unknowns.size };
  }

  /** What is in memory and recent enough: a home, null for "nobody", undefined for "ask the registry". */
  peek(asked: Asked): Found | null | undefined {
    const now = Math.floor(this.now() / 1000);
    const copy = this.#copies.get(asked.name);
    if (copy && now - copy.readAt < this.limits.copySeconds) {
      return { row: copy.row, ageSeconds: Math.max(0, now - copy.readAt), stale: false };
    }
    const unknownSince = this.#unknowns.get(asked.name);
    return unknownSince !== undefined && now - unknownSince < this.limits.unknownCopySeconds ? null : undefined;
  }

  /**
   * The organization's home, or null where the registry says that there is no such organization.
   * Rejects as the reader does where the registry does not answer and no copy is young enough to use: "unknown" is never
   * said from memory then. Rejects with MalformedRow or HomeUnservable where the row cannot be used.
   */
  async find(asked: Asked): Promise<Found | null> {
    const recent = this.peek(asked);
    if (recent !== undefined) {
      return recent;
    }
    const copy = this.#usable(asked);
    const reading = this.#read(asked, copy);
    return copy && this.limits.patienceMs !== undefined
      ? within(this.limits.patienceMs, reading, copy, this.timer)
      : reading;
  }

  async #read(asked: Asked, copy: Found | undefined): Promise<Found | null> {
    let item: Record<string, unknown> | undefined;
    try {
      item = await this.reader.get(asked.key());
    } catch (fault) {
      if (copy) {
        return copy;
      }
      throw fault;
    }
    return this.#keep(asked, item);
  }

  #usable({ name }: Asked): Found | undefined {
    const copy = this.#copies.get(name);
    const ageSeconds = copy ? Math.floor(this.now() / 1000) - copy.readAt : Number.POSITIVE_INFINITY;
    return copy && ageSeconds < this.limits.staleSeconds ? { row: copy.row, ageSeconds, stale: true } : undefined;
  }

  #keep(asked: Asked, item: Record<string, unknown> | undefined): Found | null {
    // Whatever the registry says now, the last copy is over: a row that cannot be used must not be papered over.
    this.#copies.delete(asked.name);
    const readAt = Math.floor(this.now() / 1000);
    if (!item) {
      this.#unknowns.set(asked.name, readAt);
      return null;
    }
    const row = homeRow(item);
    if (asked.id !== undefined && row.organization !== asked.id) {
      throw new MalformedRow(`the registry's row of ${asked.id} is of another organization`);
    }
    this.#unknowns.delete(asked.name);
    this.#copies.set(asked.name, { row, readAt });
    return { row, ageSeconds: 0, stale: false };
  }
}
