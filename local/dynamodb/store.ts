/** One Region's tables: dynalite in memory, driven in-process so that writes can be ordered, captured and undone. */
import * as db from "dynalite/db";
import * as validations from "dynalite/validations";
import { DynamoDbError } from "./errors";
import type { AttributeMap } from "./item";
import { requireDepth, requireItemDepth } from "./rules/limits";

export type { AttributeMap };
export { DynamoDbError };

export interface DynaliteTable {
  TableName: string;
  TableStatus: string;
  KeySchema: { AttributeName: string; KeyType: "HASH" | "RANGE" }[];
  GlobalSecondaryIndexes?: unknown[];
  LocalSecondaryIndexes?: unknown[];
}

export interface DynaliteError extends Error {
  statusCode?: number;
  body?: Record<string, any>;
}

type Callback<T> = (error: DynaliteError | null | undefined, value?: T) => void;
type Batch = ({ type: "put"; key: string; value: AttributeMap } | { type: "del"; key: string })[];

export interface DynaliteStore {
  db: { close(callback: Callback<void>): void };
  tableDb: { awsAccountId: string; awsRegion: string };
  getTable(name: string, checkStatus: boolean, callback: Callback<DynaliteTable>): void;
  getItemDb(name: string): {
    get(key: string, callback: Callback<AttributeMap>): void;
    batch(operations: Batch, callback: Callback<void>): void;
  };
}

const misshapen = {
  __type: "com.amazon.coral.service#SerializationException",
  message: "The request has not the shape of the operation's input",
};
const maxConditions = 100;
const immediately = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };

export class Store {
  readonly #dynalite = db.create({ ...immediately });
  readonly #tables = new Map<string, DynaliteTable>();
  readonly #conditions = new Map<string, object>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(region: string, account: string) {
    Object.assign(this.#dynalite.tableDb, { awsRegion: region, awsAccountId: account });
  }

  async createTable(definition: { TableName: string; [input: string]: unknown }): Promise<void> {
    await this.run("CreateTable", definition);
    for (;;) {
      const table = await called<DynaliteTable>((done) => this.#dynalite.getTable(definition.TableName, false, done));
      if (table?.TableStatus === "ACTIVE") {
        return void this.#tables.set(definition.TableName, table);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The table's definition; throws ResourceNotFoundException as DynamoDB does. */
  table(name: string): DynaliteTable {
    const table = this.#tables.get(name);
    if (table) {
      return table;
    }
    const __type = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException";
    throw new DynamoDbError({ __type, message: "Requested resource not found" });
  }

  /** Validates an operation's input as DynamoDB does and returns it with its expressions parsed. */
  check(operation: string, input: Record<string, any>): Record<string, any> {
    requireDepth(input);
    const { ConditionExpression: condition, ...rest } = input;
    // Without placeholders an expression means the same in every call, and parsing it is most of a write's work.
    const isShared = typeof condition === "string" && operation === "PutItem" && !/[#:]/.test(condition);
    const known = isShared ? this.#conditions.get(condition) : undefined;
    if (known) {
      return { ...this.#validated(operation, rest), ConditionExpression: condition, _condition: known };
    }
    const parsed = this.#validated(operation, { ...input });
    if (isShared && this.#conditions.size < maxConditions) {
      this.#conditions.set(condition, parsed._condition);
    }
    return parsed;
  }

  /** dynalite deletes the fields that it does not know from its argument. */
  #validated(operation: string, input: Record<string, any>): Record<string, any> {
    const { types, custom } = require(`dynalite/validations/${validations.toLowerFirst(operation)}`);
    return reading(() => {
      const parsed = validations.checkTypes(input, types);
      validations.checkValidations(parsed, types, custom, this.#dynalite);
      return parsed;
    });
  }

  /** Runs one operation of DynamoDB's API. Writes must be wrapped in `exclusively`. */
  async run(operation: string, input: Record<string, any>): Promise<Record<string, any>> {
    const parsed = this.check(operation, input);
    // A value that is put inside another one can make that too deep.
    const before =
      operation === "UpdateItem" && /[.[]/.test(input.UpdateExpression ?? "") ? await this.#find(input) : null;
    const action = require(`dynalite/actions/${validations.toLowerFirst(operation)}`);
    const output = (await called<Record<string, any>>((done) => action(this.#dynalite, parsed, done))) ?? {};
    if (before) {
      await this.#undoWhereTooDeep(input, before);
    }
    return output;
  }

  async #find({ TableName, Key }: Record<string, any>): Promise<{ key: string; item: AttributeMap | null }> {
    this.requireValid(TableName, { key: Key });
    const key = this.keyOf(TableName, Key);
    return { key, item: (await this.read(TableName, key)) ?? null };
  }

  async #undoWhereTooDeep({ TableName }: Record<string, any>, before: { key: string; item: AttributeMap | null }) {
    try {
      requireItemDepth(await this.read(TableName, before.key));
    } catch (error) {
      await this.write(TableName, [before]);
      throw error;
    }
  }

  /** One writer at a time: what a write read, checked and left behind is not mixed with another's. */
  exclusively<T>(write: () => Promise<T>): Promise<T> {
    const result = this.#writing.then(write);
    this.#writing = result.catch(() => undefined);
    return result;
  }

  /** Throws the ValidationException for an item or key that does not fit the table. */
  requireValid(tableName: string, part: { item: AttributeMap } | { key: AttributeMap }): void {
    const table = this.table(tableName);
    const error = "item" in part ? db.validateItem(part.item, table) : db.validateKey(part.key, table);
    if (error) {
      throw asDynamoDbError(error);
    }
  }

  /** The error of a parsed condition that the item does not meet, or undefined. */
  conditionError(parsed: object, item: AttributeMap | undefined): DynamoDbError | undefined {
    const error = db.checkConditional(parsed, item);
    return error ? (asDynamoDbError(error) as DynamoDbError) : undefined;
  }

  /** Identifies an item within its table, from the item or its key alone. */
  keyOf(tableName: string, item: AttributeMap): string {
    return db.createKey(item, this.table(tableName));
  }

  read(tableName: string, key: string): Promise<AttributeMap | undefined> {
    const items = this.#dynalite.getItemDb(this.table(tableName).TableName);
    return called<AttributeMap>((done) =>
      items.get(key, (error, item) => (error?.name === "NotFoundError" ? done(null) : done(error, item))),
    );
  }

  /** Puts and deletes (`item` null) without conditions, secondary indexes kept up. */
  async write(tableName: string, changes: Iterable<{ key: string; item: AttributeMap | null }>): Promise<void> {
    const table = this.table(tableName);
    const batch: Batch = [];
    const indexed = Boolean(table.GlobalSecondaryIndexes?.length || table.LocalSecondaryIndexes?.length);
    for (const { key, item } of changes) {
      if (indexed) {
        const before = await this.read(tableName, key);
        await called<void>((done) => db.updateIndexes(this.#dynalite, table, before, item ?? undefined, done));
      }
      batch.push(item ? { type: "put", key, value: item } : { type: "del", key });
    }
    if (batch.length) {
      await called<void>((done) => this.#dynalite.getItemDb(tableName).batch(batch, done));
    }
  }

  async close(): Promise<void> {
    await this.#writing;
    await called<void>((done) => this.#dynalite.db.close(done));
  }
}

function called<T>(run: (done: Callback<T>) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    run((error, value) => (error ? reject(asDynamoDbError(error)) : resolve(value)));
  });
}

/** Reads input. What cannot be read at all has not the shape that the API's model gives it. */
export function reading<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) {
      throw new DynamoDbError(misshapen);
    }
    throw asDynamoDbError(error as DynaliteError);
  }
}

function asDynamoDbError(error: DynaliteError): Error {
  return error.statusCode && error.body ? new DynamoDbError(error.body, error.statusCode) : error;
}
