/**
 * A thin DynamoDB client: six operations, signed with Signature Version 4 over kept-alive connections.
 * In place of the AWS SDK because these functions are waited for while they start cold: docs/performance.md.
 * Protocol: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
import { randomUUID } from "node:crypto";
import { type Attributes, type Item, marshal, unmarshal } from "./attributes";
import {
  type CancellationReason,
  ConditionFailed,
  TableRefused,
  TableUnavailable,
  TransactionCanceled,
} from "./errors";
import type { JsonResponse } from "./json-client";
import { sendSigned } from "./signed";

/**
 * An attempt in the own Region takes milliseconds; one that takes longer than this is better made again. Two of them, and
 * two more for keys left unprocessed, end before the shortest function time-out (3 s).
 */
export const attemptTimeoutMs = 600;
const attempts = 2;
export const maxJitterMs = 50;
/** At most this many keys in one BatchGetItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export const batchSize = 100;

/**
 * Errors that DynamoDB documents as retryable although their status is 400:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const retryableTypes = new Set([
  "ItemCollectionSizeLimitExceededException",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "ReplicatedWriteConflictException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "ThrottlingError",
  "TransactionConflictException",
  "TransactionInProgressException",
]);

/** Reasons for which a whole transaction may be tried again: nothing of it was done, and nothing in it was wrong. */
const passingReasons = new Set(["None", "ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"]);

export interface DynamoDbOptions {
  region: string;
  /** `https://dynamodb.<region>.amazonaws.com`, or AWS_ENDPOINT_URL_DYNAMODB as in the AWS SDKs. */
  endpoint?: string | undefined;
  timeoutMs?: number;
}

export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Item;
}

/** A whole item, and what must hold of the one that is there before. */
export interface Put {
  table: string;
  item: Item;
  condition?: Condition;
}

/** Every method rejects with TableUnavailable, TableRefused or (for writes with a condition) ConditionFailed. */
export class DynamoDb {
  readonly #region: string;
  readonly #url: URL;
  readonly #timeoutMs: number;

  constructor(options: DynamoDbOptions) {
    this.#region = options.region;
    this.#url = new URL(options.endpoint || `https://dynamodb.${options.region}.amazonaws.com/`);
    this.#timeoutMs = options.timeoutMs ?? attemptTimeoutMs;
  }

  /** Reads one item, or undefined where there is none. Eventually consistent unless `consistent`. */
  async getItem(table: string, key: Item, consistent = false): Promise<Item | undefined> {
    const response = await this.#call("GetItem", { TableName: table, Key: marshal(key), ConsistentRead: consistent });
    return response.Item ? unmarshal(response.Item as Attributes) : undefined;
  }

  /** The next items of the whole table, at most 1 MB, and where to go on; `next` is undefined at its end. Eventually consistent. */
  async scan(table: string, from?: Attributes): Promise<{ items: Item[]; next: Attributes | undefined }> {
    const response = await this.#call("Scan", { TableName: table, ...(from && { ExclusiveStartKey: from }) });
    const items = ((response.Items ?? []) as Attributes[]).map(unmarshal);
    return { items, next: response.LastEvaluatedKey as Attributes | undefined };
  }

  /**
   * Reads items by any number of different keys. Missing ones are left out, order is not kept.
   * Keys that DynamoDB leaves unprocessed are asked for once more; then the whole read is TableUnavailable, because
   * an item that was not read is not an item that is not there.
   */
  async batchGetItem(table: string, keys: Item[]): Promise<Item[]> {
    const batches: Item[][] = [];
    for (let index = 0; index < keys.length; index += batchSize) {
      batches.push(keys.slice(index, index + batchSize));
    }
    const items = await Promise.all(batches.map((batch) => this.#batch(table, batch.map(marshal))));
    return items.flat();
  }

  async #batch(table: string, keys: Attributes[]): Promise<Item[]> {
    const items: Item[] = [];
    let wanted = keys;
    for (let attempt = 1; wanted.length > 0; attempt++) {
      if (attempt > attempts) {
        throw new TableUnavailable(`${wanted.length} keys of ${table} were left unprocessed`);
      }
      if (attempt > 1) {
        await jitter();
      }
      const response = await this.#call("BatchGetItem", { RequestItems: { [table]: { Keys: wanted } } });
      const found = (response.Responses as Record<string, Attributes[]> | undefined)?.[table] ?? [];
      items.push(...found.map(unmarshal));
      wanted = (response.UnprocessedKeys as Record<string, { Keys: Attributes[] }> | undefined)?.[table]?.Keys ?? [];
    }
    return items;
  }

  async putItem(table: string, item: Item, condition?: Condition): Promise<void> {
    await this.#call("PutItem", { TableName: table, Item: marshal(item), ...conditionOf(condition) });
  }

  /** `expression` in DynamoDB's language: `SET #v = :v`. */
  async updateItem(table: string, key: Item, expression: string, condition: Condition): Promise<void> {
    await this.#call("UpdateItem", {
      TableName: table,
      Key: marshal(key),
      UpdateExpression: expression,
      ...conditionOf(condition),
    });
  }

  /**
   * All puts or none, in this Region: each replica then gets them one by one. At most 100, of different items.
   * Rejects with TransactionCanceled where a condition does not hold, or another transaction still has one of the items.
   * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
   */
  async transactWrite(puts: Put[]): Promise<void> {
    const TransactItems = puts.map((put) => ({
      Put: { TableName: put.table, Item: marshal(put.item), ...conditionOf(put.condition) },
    }));
    for (let attempt = 1; ; attempt++) {
      try {
        // With the token a repeat after a lost response is no second transaction.
        await this.#call("TransactWriteItems", { TransactItems, ClientRequestToken: randomUUID() });
        return;
      } catch (error) {
        const passing =
          error instanceof TransactionCanceled && error.reasons.every(({ code }) => passingReasons.has(code));
        if (!passing || attempt === attempts) {
          throw error;
        }
        await jitter();
      }
    }
  }

  async #call(operation: string, input: unknown): Promise<Record<string, unknown>> {
    const body = JSON.stringify(input);
    for (let attempt = 1; ; attempt++) {
      try {
        return read(operation, await this.#attempt(operation, body, attempt > 1));
      } catch (error) {
        if (isResponse(error)) {
          throw error;
        }
        if (attempt === attempts) {
          throw error instanceof TableUnavailable
            ? error
            : new TableUnavailable(`${operation} was not answered by ${this.#url.host}`, { cause: error });
        }
        await jitter();
      }
    }
  }

  #attempt(operation: string, body: string, fresh: boolean): Promise<JsonResponse> {
    return sendSigned({
      service: "dynamodb",
      region: this.#region,
      url: this.#url,
      headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `DynamoDB_20120810.${operation}` },
      body,
      timeoutMs: this.#timeoutMs,
      fresh,
    });
  }
}

const isResponse = (error: unknown) =>
  error instanceof TableRefused || error instanceof ConditionFailed || error instanceof TransactionCanceled;

function conditionOf(condition: Condition | undefined): Record<string, unknown> {
  if (!condition) {
    return {};
  }
  return {
    ConditionExpression: condition.expression,
    ...(condition.names ? { ExpressionAttributeNames: condition.names } : {}),
    ...(condition.values ? { ExpressionAttributeValues: marshal(condition.values) } : {}),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

function read(operation: string, { status, body }: JsonResponse): Record<string, unknown> {
  const parsed = parse(body);
  if (status === 200 && parsed) {
    return parsed;
  }
  const errorType =
    String(parsed?.__type ?? "")
      .split("#")
      .at(-1) || `HTTP ${status}`;
  if (errorType === "ConditionalCheckFailedException") {
    throw new ConditionFailed(parsed?.Item ? unmarshal(parsed.Item as Attributes) : undefined);
  }
  if (errorType === "TransactionCanceledException") {
    throw new TransactionCanceled(reasonsOf(parsed));
  }
  if (status >= 500 || status === 200 || status === 429 || retryableTypes.has(errorType)) {
    throw new TableUnavailable(`${operation} was answered with ${errorType}`);
  }
  throw new TableRefused(
    errorType,
    `${operation} was refused: ${errorType}: ${String(parsed?.message ?? parsed?.Message ?? "")}`,
  );
}

/** One for each item of the transaction, in its order; `None` for those that were not to blame. */
function reasonsOf(parsed: Record<string, unknown> | undefined): CancellationReason[] {
  const reasons = (parsed?.CancellationReasons ?? []) as { Code?: string; Item?: Attributes }[];
  return reasons.map(({ Code = "None", Item }) => ({ code: Code, item: Item && unmarshal(Item) }));
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined; // A proxy's page, or a response cut short: `read` goes by the status.
  }
}

const jitter = () => new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * maxJitterMs));

/** The tables of a Region: the function's own, or another's that it may read. */
export const dynamoDb = (region: string) => new DynamoDb({ region, endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB });
