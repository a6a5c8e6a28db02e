/** One Region's DynamoDB API over its store: permissions, operations, and what they wrote handed to replication. */

import { accessDeniedText, type KeyHolder } from "../iam/types";
import { accessDenied, unknownOperation } from "./errors";
import { Idempotency } from "./idempotency";
import type { Replication } from "./replication";
import { type Access, accessesOf, leadingKeys, tableName } from "./rules/access";
import type { DeclaredTable } from "./rules/declared";
import { type AttributeMap, DynamoDbError, reading, type Store } from "./store";
import type { TableKeys } from "./table-keys";
import { transactGet, transactWrite } from "./transactions";

type Input = Record<string, any>;

/** Condition keys that `authorize` works out. A policy that asks for another one, as `dynamodb:Attributes`, grants nothing. */
const knownKeys = ["dynamodb:LeadingKeys", "aws:SecureTransport", "aws:RequestedRegion"];

export class RegionalApi {
  readonly #tokens = new Idempotency();

  readonly #account: string;
  readonly #store: Store;
  readonly #tables: ReadonlyMap<string, DeclaredTable>;
  readonly #replications: ReadonlyMap<string, Replication>;
  readonly #now: () => number;
  readonly #keys: Pick<TableKeys, "require">;

  /** `tables` and `replications` by physical name. */
  constructor(
    readonly region: string,
    account: string,
    store: Store,
    tables: ReadonlyMap<string, DeclaredTable>,
    replications: ReadonlyMap<string, Replication>,
    now: () => number,
    keys: Pick<TableKeys, "require">,
  ) {
    this.#account = account;
    this.#store = store;
    this.#tables = tables;
    this.#replications = replications;
    this.#now = now;
    this.#keys = keys;
  }

  /** What a call touches. Throws UnknownOperationException. */
  accesses(operation: string, input: Input): Access[] {
    const accesses = reading(() => accessesOf(operation, this.#parsed(operation, input)));
    if (!accesses) {
      throw unknownOperation(operation);
    }
    return accesses;
  }

  /** Throws AccessDeniedException where any of the permissions that a call takes is not granted. */
  authorize(accesses: Access[], holder: KeyHolder): void {
    for (const access of accesses) {
      const action = `dynamodb:${access.action}`;
      const resource = reading(() => this.#arn(access));
      const partitionKey = access.table && this.#tables.get(access.table)?.partitionKey;
      const keys = partitionKey ? reading(() => leadingKeys(access.items, partitionKey)) : [];
      const context = {
        "aws:SecureTransport": "true",
        "aws:RequestedRegion": this.region,
        // A call that names no item, as Scan, has no such key in its request.
        ...(keys.length ? { "dynamodb:LeadingKeys": keys } : {}),
      };
      const request = { action, resource, context, knownKeys };
      const decision = holder.decide(request);
      if (!decision.allowed) {
        throw accessDenied(accessDeniedText(holder, request, decision));
      }
      this.#requireKey(access, holder);
    }
  }

  /**
   * DynamoDB decrypts a table for its caller, who needs permission on a customer managed key. The calls that only
   * describe a table decrypt nothing. https://repost.aws/knowledge-center/dynamodb-access-denied-exception
   */
  #requireKey(access: Access, holder: KeyHolder): void {
    const resource = this.#keyOf(access);
    if (!resource) {
      return;
    }
    const context = { "kms:ViaService": `dynamodb.${this.region}.amazonaws.com`, "kms:CallerAccount": this.#account };
    const request = { action: "kms:Decrypt", resource, context };
    const decision = holder.decideKeyUse(request);
    if (!decision.allowed) {
      throw accessDenied(accessDeniedText(holder, request, decision));
    }
  }

  #keyOf({ action, table }: Access): string | undefined {
    return table === undefined || action.startsWith("Describe")
      ? undefined
      : this.#tables.get(table)?.keys[this.region];
  }

  /** Throws DynamoDbError where the key of a table cannot be had from KMS. */
  async requireKeys(accesses: Access[], holder: KeyHolder, draw: number): Promise<void> {
    const tables = new Set(accesses.flatMap((access) => (this.#keyOf(access) ? access.table! : [])));
    for (const table of tables) {
      await this.#keys.require(table, holder, draw);
    }
  }

  /** Runs an operation; throws DynamoDbError with what AWS would answer. */
  async run(operation: string, input: Input, accesses: Access[]): Promise<Record<string, any>> {
    if (operation === "TransactGetItems") {
      return this.#store.exclusively(() => transactGet(this.#store, input));
    }
    if (operation === "TransactWriteItems") {
      return this.#store.exclusively(() => this.#transact(input, accesses));
    }
    const writes = accesses.filter((access) => access.writes);
    if (writes.length === 0) {
      return this.#read(operation, input);
    }
    return this.#store.exclusively(() => this.#write(operation, input, writes));
  }

  async #transact(input: Input, accesses: Access[]): Promise<Record<string, never>> {
    if (this.#tokens.check(input, this.#now())) {
      return {};
    }
    const output = await transactWrite(this.#store, input);
    this.#tokens.remember(input, this.#now());
    await this.#replicate(accesses.filter((access) => access.writes));
    return output;
  }

  async #read(operation: string, input: Input): Promise<Record<string, any>> {
    const output = await this.#store.run(operation, named(input));
    if (operation !== "DescribeTable") {
      return output;
    }
    const regions = this.#tables.get(output.Table.TableName)?.regions ?? [];
    const others = regions.filter((region) => region !== this.region);
    const replicas = others.map((RegionName) => ({ RegionName, ReplicaStatus: "ACTIVE" }));
    const global = { GlobalTableVersion: "2019.11.21", Replicas: replicas };
    return { Table: { ...output.Table, ...(replicas.length ? global : {}) } };
  }

  async #write(operation: string, input: Input, writes: Access[]): Promise<Record<string, any>> {
    try {
      return await this.#store.run(operation, named(input));
    } catch (error) {
      throw await this.#withItem(error, input, writes[0]!);
    } finally {
      // A batch that fails half-way has still written the other half.
      await this.#replicate(writes).catch(() => undefined);
    }
  }

  /** `ReturnValuesOnConditionCheckFailure`, which dynalite does not know. */
  async #withItem(error: unknown, input: Input, write: Access): Promise<unknown> {
    const wanted = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    if (!(error instanceof DynamoDbError) || error.code !== "ConditionalCheckFailedException" || !wanted) {
      return error;
    }
    const Item = await this.#store.read(write.table!, this.#store.keyOf(write.table!, write.items[0]!));
    return new DynamoDbError({ ...error.body, ...(Item ? { Item } : {}) });
  }

  async #replicate(writes: Access[]): Promise<void> {
    for (const { table, items } of writes) {
      const keys = items.map((item: AttributeMap) => this.#store.keyOf(table!, item));
      await this.#replications.get(table!)?.written(this.region, keys);
    }
  }

  /** With the key conditions of a query parsed; input that is not valid keeps none and fails when it is run. */
  #parsed(operation: string, input: Input): Input {
    if (operation !== "Query") {
      return input;
    }
    try {
      return { ...input, KeyConditions: this.#store.check("Query", named(input)).KeyConditions };
    } catch {
      return { ...input, KeyConditions: undefined };
    }
  }

  #arn({ table, index }: Access): string {
    const name = table === undefined ? "*" : `${table}${index ? `/index/${index}` : ""}`;
    return `arn:aws:dynamodb:${this.region}:${this.#account}:table/${name}`;
  }
}

/** dynalite knows tables by name only. */
function named(input: Input): Input {
  return typeof input.TableName === "string" ? { ...input, TableName: tableName(input.TableName) } : input;
}
