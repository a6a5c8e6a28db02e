/**
 * What a call of DynamoDB's API touches: which tables and items, and which permissions it takes.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
import type { AttributeMap } from "../store";

/** One permission that a call takes on one table or index, for the given items. */
export interface Access {
  /** Without `dynamodb:`. */
  action: string;
  /** Undefined for calls about no table. */
  table: string | undefined;
  index?: string;
  /** Items or keys that are named in the call. */
  items: AttributeMap[];
  writes: boolean;
}

type Input = Record<string, any>;

const single = (action: string, writes: boolean, part: "Item" | "Key") => (input: Input) => [
  { action, table: tableName(input.TableName), items: [input[part] ?? {}], writes },
];

const described = (action: string) => (input: Input) => [
  { action, table: tableName(input.TableName), items: [], writes: false },
];

const accesses: Readonly<Record<string, (input: Input) => Access[]>> = {
  GetItem: single("GetItem", false, "Key"),
  PutItem: single("PutItem", true, "Item"),
  UpdateItem: single("UpdateItem", true, "Key"),
  DeleteItem: single("DeleteItem", true, "Key"),
  Query: (input) => [indexed("Query", input)],
  Scan: (input) => [indexed("Scan", input)],
  BatchGetItem: (input) =>
    Object.entries<Input>(input.RequestItems ?? {}).map(([table, request]) => ({
      action: "BatchGetItem",
      table: tableName(table),
      items: request.Keys ?? [],
      writes: false,
    })),
  BatchWriteItem: (input) =>
    Object.entries<Input[]>(input.RequestItems ?? {}).map(([table, requests]) => ({
      action: "BatchWriteItem",
      table: tableName(table),
      items: requests.map((request) => request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {}),
      writes: true,
    })),
  // Transactions have no permission of their own: each item takes that of its operation.
  TransactGetItems: (input) =>
    (input.TransactItems ?? []).flatMap((transactItem: Input) =>
      single("GetItem", false, "Key")(transactItem.Get ?? {}),
    ),
  TransactWriteItems: (input) => (input.TransactItems ?? []).flatMap(transactWrite),
  DescribeTable: described("DescribeTable"),
  DescribeTimeToLive: described("DescribeTimeToLive"),
  ListTables: () => [{ action: "ListTables", table: undefined, items: [], writes: false }],
};

/** Without `dynamodb:`. Transactions are judged by what they consist of, one part of which is no operation. */
export const checkedActions: readonly string[] = [
  ...Object.keys(accesses).filter((operation) => !operation.startsWith("Transact")),
  "ConditionCheckItem",
];

/** Undefined for an operation that the twin does not stand in for. */
export function accessesOf(operation: string, input: Input): Access[] | undefined {
  return Object.hasOwn(accesses, operation) ? accesses[operation]!(input) : undefined;
}

/** A table may be named by its ARN: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export function tableName(nameOrArn: unknown): string {
  return String(nameOrArn ?? "").replace(/^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\//, "");
}

/**
 * `dynamodb:LeadingKeys`: the partition keys of the items named, as text.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function leadingKeys(items: AttributeMap[], partitionKey: string): string[] {
  return [...new Set(items.flatMap((item) => Object.values(item[partitionKey] ?? {}).map(String)))];
}

function indexed(action: string, input: Input): Access {
  const partition = input.KeyConditions ?? {};
  const named = Object.entries<Input>(partition)
    .filter(([, condition]) => condition.ComparisonOperator === "EQ")
    .map(([attribute, condition]) => ({ [attribute]: condition.AttributeValueList?.[0] ?? {} }));
  return {
    action,
    table: tableName(input.TableName),
    ...(input.IndexName ? { index: input.IndexName } : {}),
    items: named,
    writes: false,
  };
}

function transactWrite(item: Input): Access[] {
  if (item.Put) {
    return single("PutItem", true, "Item")(item.Put);
  }
  if (item.Update) {
    return single("UpdateItem", true, "Key")(item.Update);
  }
  if (item.Delete) {
    return single("DeleteItem", true, "Key")(item.Delete);
  }
  return single("ConditionCheckItem", false, "Key")(item.ConditionCheck ?? {});
}
