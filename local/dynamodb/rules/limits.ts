/**
 * Limits that dynalite does not know: pure functions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (nested attributes) and
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html (4 MB, token)
 */
import * as db from "dynalite/db";
import { DynamoDbError } from "../errors";
import type { AttributeMap } from "../item";

/** The attribute itself is the first level. */
export const maxDepth = 32;
export const maxTransactionBytes = 4 * 1024 * 1024;
export const maxTokenLength = 36;

type Input = Record<string, any>;

/** Throws ValidationException for a value that is nested too deep, wherever in the input of an operation. */
export function requireDepth(input: Input): void {
  const { Item, ExpressionAttributeValues, RequestItems } = input;
  const puts = Object.values<Input[]>(RequestItems ?? {}).flatMap((requests) =>
    Array.isArray(requests) ? requests.map((request) => request?.PutRequest?.Item) : [],
  );
  for (const item of [Item, ExpressionAttributeValues, ...puts]) {
    requireItemDepth(item);
  }
}

export function requireItemDepth(item: AttributeMap | undefined): void {
  for (const value of Object.values(item ?? {})) {
    if (!isNestedAtMost(value, maxDepth)) {
      throw tooDeep();
    }
  }
}

/** Throws ValidationException where items together are larger than a transaction may be. */
export function requireTransactionSize(items: readonly AttributeMap[]): void {
  const size = items.reduce((sum, item) => sum + db.itemSize(item), 0);
  if (size > maxTransactionBytes) {
    throw invalid("The aggregate size of the items in the transaction exceeds 4 MB");
  }
}

/** Throws ValidationException for a ClientRequestToken that is not 1 to 36 characters. */
export function requireToken(token: unknown): void {
  if (token === undefined) {
    return;
  }
  const length = String(token).length;
  if (length >= 1 && length <= maxTokenLength) {
    return;
  }
  const bound = length < 1 ? "greater than or equal to 1" : `less than or equal to ${maxTokenLength}`;
  throw invalid(
    `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: ` +
      `Member must have length ${bound}`,
  );
}

/** Whether a value has at most so many levels. */
function isNestedAtMost(value: unknown, levels: number): boolean {
  if (levels === 0) {
    return false;
  }
  const { M, L } = (value ?? {}) as { M?: object; L?: unknown[] };
  return Object.values(M ?? L ?? {}).every((inner) => isNestedAtMost(inner, levels - 1));
}

const tooDeep = () =>
  invalid(
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
  );

function invalid(message: string): DynamoDbError {
  return new DynamoDbError({ __type: "com.amazon.coral.validate#ValidationException", message });
}
