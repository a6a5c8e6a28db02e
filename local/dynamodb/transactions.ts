/**
 * TransactWriteItems and TransactGetItems, which dynalite does not have, within one Region.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 */

import { tableName } from "./rules/access";
import { requireToken, requireTransactionSize } from "./rules/limits";
import { type AttributeMap, DynamoDbError, type Store } from "./store";

type Input = Record<string, any>;

/** One action of a transaction, checked: what it is about and the item as it is now. */
interface Step {
  operation: "PutItem" | "UpdateItem" | "DeleteItem" | "ConditionCheck";
  input: Input;
  parsed: Input;
  table: string;
  key: string;
  before: AttributeMap | undefined;
}

const maxActions = 100;

/** All or nothing: throws TransactionCanceledException with a reason for each action. Wrap it in `store.exclusively`. */
export async function transactWrite(store: Store, input: Input): Promise<Record<string, never>> {
  requireToken(input.ClientRequestToken);
  const steps = await Promise.all(requireActions(input).map((action) => stepOf(store, action)));
  const names = steps.map((step) => `${step.table} ${step.key}`);
  if (new Set(names).size < names.length) {
    throw invalid("Transaction request cannot include multiple operations on one item");
  }
  const reasons = steps.map((step) => conditionReason(store, step));
  if (reasons.some((reason) => reason.Code !== "None")) {
    throw canceled(reasons);
  }
  await apply(store, steps, reasons);
  return {};
}

/** A consistent read of up to 100 items. Wrap it in `store.exclusively`, so that no transaction is seen in part. */
export async function transactGet(store: Store, input: Input): Promise<{ Responses: { Item?: AttributeMap }[] }> {
  const responses: { Item?: AttributeMap }[] = [];
  for (const action of requireActions(input)) {
    const get = { ...action.Get, TableName: tableName(action.Get?.TableName) };
    const { Item } = await store.run("GetItem", get);
    responses.push(Item ? { Item } : {});
  }
  requireTransactionSize(responses.flatMap(({ Item }) => Item ?? []));
  return { Responses: responses };
}

function requireActions(input: Input): Input[] {
  const actions = input.TransactItems;
  if (!Array.isArray(actions) || actions.length < 1 || actions.length > maxActions) {
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${maxActions} and greater than or equal to 1`,
    );
  }
  return actions;
}

async function stepOf(store: Store, action: Input): Promise<Step> {
  const kinds = [
    ["Put", "PutItem"],
    ["Update", "UpdateItem"],
    ["Delete", "DeleteItem"],
    ["ConditionCheck", "ConditionCheck"],
  ] as const;
  const asked = kinds.filter(([kind]) => action[kind]);
  const [kind, operation] = asked[0] ?? [];
  if (!kind || !operation || asked.length > 1) {
    throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  const input = { ...action[kind], TableName: tableName(action[kind].TableName) };
  // A condition check has the shape of a conditional delete.
  const parsed = store.check(operation === "ConditionCheck" ? "DeleteItem" : operation, input);
  store.requireValid(input.TableName, operation === "PutItem" ? { item: input.Item } : { key: input.Key });
  const key = store.keyOf(input.TableName, input.Item ?? input.Key);
  const before = await store.read(input.TableName, key);
  return { operation, input, parsed, table: input.TableName, key, before };
}

function conditionReason(store: Store, step: Step): Input {
  const error = store.conditionError(step.parsed, step.before);
  if (!error) {
    return { Code: "None" };
  }
  const wantsItem = step.input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && step.before;
  return {
    Code: "ConditionalCheckFailed",
    Message: error.message,
    ...(wantsItem ? { Item: step.before } : {}),
  };
}

async function apply(store: Store, steps: Step[], reasons: Input[]): Promise<void> {
  const plain = steps.filter((step) => step.operation === "PutItem" || step.operation === "DeleteItem");
  const written = (step: Step) => ({ ...step, item: (step.parsed.Item as AttributeMap | undefined) ?? null });
  await writeAll(store, plain.map(written));
  const undo = () => {
    const before = (step: Step) => ({ ...step, item: step.before ?? null });
    return writeAll(store, steps.filter((step) => step.operation !== "ConditionCheck").map(before));
  };
  for (const [index, step] of steps.entries()) {
    if (step.operation !== "UpdateItem") {
      continue;
    }
    try {
      await store.run("UpdateItem", step.input);
    } catch (error) {
      // An update can fail on the item's own types; what was written before it is put back.
      await undo();
      if (!(error instanceof DynamoDbError)) {
        throw error;
      }
      throw canceled(reasons.with(index, { Code: "ValidationError", Message: error.message }));
    }
  }
  try {
    requireTransactionSize(await itemsOf(store, steps));
  } catch (error) {
    await undo();
    throw error;
  }
}

/** The items as they are after the transaction; what it deletes counts as it was. */
async function itemsOf(store: Store, steps: Step[]): Promise<AttributeMap[]> {
  const items = await Promise.all(
    steps.map(async ({ table, key, before }) => (await store.read(table, key)) ?? before),
  );
  return items.filter((item) => item !== undefined);
}

async function writeAll(store: Store, items: { table: string; key: string; item: AttributeMap | null }[]) {
  for (const [table, ofTable] of Map.groupBy(items, (item) => item.table)) {
    await store.write(table, ofTable);
  }
}

function canceled(reasons: Input[]): DynamoDbError {
  const codes = reasons.map((reason) => reason.Code).join(", ");
  return new DynamoDbError({
    __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    CancellationReasons: reasons,
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
  });
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError({ __type: "com.amazon.coral.validate#ValidationException", message });
}
