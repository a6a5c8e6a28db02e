/** The registry as an operator reads and writes it: consistent reads, whole organizations in one transaction. */

import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { InvalidInput } from "../model/invalid-input";
import type { Item } from "./items";

/**
 * The most keys of a batch and the most writes of a transaction:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
export const batchSize = 100;
const maxAttempts = 8;

export class Store {
  /** Waits so many milliseconds. */
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(
    readonly client: DynamoDBClient,
    readonly table: string,
    wait: (ms: number) => Promise<unknown> = sleep,
  ) {
    this.#wait = wait;
  }

  /** The rows of at most `batchSize` keys, by key; a key without a row is not in the map. */
  async get(keys: readonly string[]): Promise<Map<string, Item>> {
    const rows = new Map<string, Item>();
    let wanted: Item[] = [...new Set(keys)].map((pk) => ({ pk: { S: pk } }));
    for (let attempt = 1; wanted.length > 0; attempt++) {
      const response = await this.client.send(
        new BatchGetItemCommand({ RequestItems: { [this.table]: { Keys: wanted, ConsistentRead: true } } }),
      );
      for (const item of response.Responses?.[this.table] ?? []) {
        rows.set(item.pk?.S ?? "", item);
      }
      wanted = response.UnprocessedKeys?.[this.table]?.Keys ?? [];
      if (wanted.length === 0) {
        break;
      }
      if (attempt === maxAttempts) {
        throw new InvalidInput(
          `table ${this.table} left ${wanted.length} reads undone ${maxAttempts} times; fix: wait until it has less to do, then run this again`,
        );
      }
      await this.#wait(backOffMs(attempt));
    }
    return rows;
  }

  /**
   * Writes all or nothing. Resolves to false where a row is not as it was read: read again and decide anew.
   * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
   */
  async write(writes: TransactWriteItem[]): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
        return true;
      } catch (error) {
        const codes = reasonsOf(error);
        if (codes.includes("ConditionalCheckFailed")) {
          return false;
        }
        // The SDK does not repeat a cancelled transaction.
        if (!codes.some((code) => passing.has(code)) || attempt === maxAttempts) {
          throw error;
        }
        await this.#wait(backOffMs(attempt));
      }
    }
  }
}

/** Why nothing of a transaction was written; none where it was refused as a whole for good. */
function reasonsOf(error: unknown): string[] {
  if (error instanceof TransactionCanceledException) {
    return (error.CancellationReasons ?? []).map(({ Code = "None" }) => Code);
  }
  return error instanceof Error ? [error.name] : [];
}

/** Reasons and errors after which the same transaction may be tried again: another one held a row, or the table had too much to do. */
export const passing: ReadonlySet<string> = new Set([
  "ProvisionedThroughputExceeded",
  "ThrottlingError",
  "TransactionConflict",
  "TransactionConflictException",
]);

/** Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/ */
const backOffMs = (attempt: number) => Math.random() * Math.min(2000, 25 * 2 ** attempt);
