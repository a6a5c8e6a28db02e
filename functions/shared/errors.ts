/** What can go wrong in a function, each with a stable `code`. Callers match on class or `code`, never on message text. */

export abstract class FunctionError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The environment lacks what the function needs. Thrown while it initialises, so a deployment fails at once. */
export class MissingConfiguration extends FunctionError {
  readonly code = "missing-configuration";
}

/** A table did not answer: connection refused or lost, time-out, throttled, 5xx, or keys left unprocessed. Worth a retry later. */
export class TableUnavailable extends FunctionError {
  readonly code = "table-unavailable";
}

/** A table refused the request itself: permissions, no such table, a malformed key. A retry would be refused as well. */
export class TableRefused extends FunctionError {
  readonly code = "table-refused";

  constructor(
    /** DynamoDB's error type without its namespace: `AccessDeniedException`. */
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

/** The condition of a write did not hold. `current` is the item as it is, where the write asked for it. */
export class ConditionFailed extends FunctionError {
  readonly code = "condition-failed";

  constructor(readonly current: Record<string, unknown> | undefined) {
    super("the condition of the write does not hold");
  }
}

/** Why one item of a transaction was not written, as DynamoDB says it: `ConditionalCheckFailed`, `TransactionConflict`, `None`, … */
export interface CancellationReason {
  code: string;
  /** The item as it is, where its condition did not hold. */
  item: Record<string, unknown> | undefined;
}

/** Nothing of a transaction was written. `reasons` has one for each item, in order. */
export class TransactionCanceled extends FunctionError {
  readonly code = "transaction-canceled";

  constructor(readonly reasons: readonly CancellationReason[]) {
    super(`the transaction was canceled: ${reasons.map(({ code }) => code).join(", ")}`);
  }
}

/** A row of a table is not what its writer must have written. Nothing may be derived from it. */
export class MalformedRow extends FunctionError {
  readonly code = "malformed-row";
}

/** The topology and the registry disagree, or the topology does not serve a jurisdiction. Never answered with a guess. */
export class HomeUnservable extends FunctionError {
  readonly code = "home-unservable";
}
