import type { Item } from "./attributes";
import type { DynamoDb } from "./dynamodb";
import { TableUnavailable } from "./errors";
import { tableBackoffSeconds } from "./freshness";
import type { ReadLast } from "./snapshot";

/** Reads items of one table by `pk`: a Map with the ones that exist. */
export type ReadItems = (keys: string[]) => Promise<Map<string, Item>>;

/** A table with a string key `pk`, read with BatchGetItem. */
export function itemsOf(tables: DynamoDb, table: string): ReadItems {
  return async (keys) => {
    const items = await tables.batchGetItem(
      table,
      keys.map((pk) => ({ pk })),
    );
    return new Map(items.map((item) => [String(item.pk), item]));
  };
}

/**
 * Joins reads: everything that is asked for before the current turn ends becomes one read of the table, and a key that
 * is being read already is not read again. After a failure it backs off from the table, so that nobody queues for its time-outs.
 */
export class BatchReader {
  readonly #read: ReadItems;
  readonly #now: () => number;
  readonly #pending = new Map<string, Promise<Item | undefined>>();
  #next: { keys: string[]; items: Promise<Map<string, Item>> } | undefined;
  #backoffUntil = 0;

  /** `last` knows what was there before, for those who can use it while the table does not answer. */
  constructor(
    read: ReadItems,
    now: () => number = Date.now,
    readonly last?: ReadLast,
  ) {
    this.#read = read;
    this.#now = now;
  }

  /** The item, or undefined where there is none. Rejects as the table does, or with TableUnavailable during the backoff. */
  get(key: string): Promise<Item | undefined> {
    const pending = this.#pending.get(key);
    if (pending) {
      return pending;
    }
    if (this.#now() < this.#backoffUntil) {
      return Promise.reject(new TableUnavailable("the table did not answer a moment ago"));
    }
    const item = this.#enlist(key)
      .then((items) => items.get(key))
      .finally(() => this.#pending.delete(key));
    this.#pending.set(key, item);
    return item;
  }

  #enlist(key: string): Promise<Map<string, Item>> {
    if (!this.#next) {
      const keys: string[] = [];
      this.#next = { keys, items: Promise.resolve().then(() => this.#flush(keys)) };
    }
    this.#next.keys.push(key);
    return this.#next.items;
  }

  async #flush(keys: string[]): Promise<Map<string, Item>> {
    this.#next = undefined;
    try {
      return await this.#read(keys);
    } catch (error) {
      this.#backoffUntil = this.#now() + tableBackoffSeconds * 1000;
      throw error;
    }
  }
}
