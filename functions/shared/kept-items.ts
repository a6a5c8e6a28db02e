/** Items of a table that are asked for all the time and change seldom. */
import type { Item } from "./attributes";
import type { DynamoDb } from "./dynamodb";
import { evacuationSeconds, tableBackoffSeconds } from "./freshness";

/** In the order of their keys, undefined for those that are not there. */
export type Items = readonly (Item | undefined)[];

/**
 * Read once for all who ask, and no more often than every `evacuationSeconds`. The last items outlive the table; after a
 * failure it is not asked again for a moment.
 */
export class KeptItems {
  #last: Items | undefined;
  #askAgainAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<Items | undefined> | undefined;

  constructor(
    readonly tables: Pick<DynamoDb, "getItem">,
    readonly table: string,
    readonly keys: readonly string[],
    readonly now: () => number,
  ) {}

  /** Never rejects. Undefined where the table has not answered since this process started. */
  items(): Items | undefined | Promise<Items | undefined> {
    if (this.now() < this.#askAgainAt) {
      return this.#last;
    }
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Items | undefined> {
    const asked = this.now();
    try {
      this.#last = await Promise.all(this.keys.map((pk) => this.tables.getItem(this.table, { pk })));
      this.#askAgainAt = asked + evacuationSeconds * 1000;
    } catch {
      this.#askAgainAt = this.now() + tableBackoffSeconds * 1000;
    }
    return this.#last;
  }
}
