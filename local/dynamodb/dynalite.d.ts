/** The parts of dynalite that the twin drives in-process; it ships no types. */
declare module "dynalite/db" {
  type AttributeMap = import("./store").AttributeMap;
  type DynaliteError = import("./store").DynaliteError;
  type DynaliteStore = import("./store").DynaliteStore;
  type DynaliteTable = import("./store").DynaliteTable;
  export function itemSize(item: AttributeMap): number;
  export function create(options: Record<string, number>): DynaliteStore;
  export function createKey(item: AttributeMap, table: DynaliteTable): string;
  export function validateItem(item: AttributeMap, table: DynaliteTable): DynaliteError | null | undefined;
  export function validateKey(key: AttributeMap, table: DynaliteTable): DynaliteError | null | undefined;
  export function checkConditional(input: object, item: AttributeMap | undefined): DynaliteError | null | undefined;
  export function updateIndexes(
    store: DynaliteStore,
    table: DynaliteTable,
    before: AttributeMap | undefined,
    after: AttributeMap | undefined,
    callback: (error?: Error | null) => void,
  ): void;
}
declare module "dynalite/validations" {
  export function toLowerFirst(text: string): string;
  export function checkTypes(input: object, types: object): Record<string, any>;
  export function checkValidations(input: object, types: object, custom: unknown, store: object): void;
}
