/**
 * A transaction that is sent again with its ClientRequestToken within ten minutes is not run again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
import { createHash } from "node:crypto";
import { DynamoDbError } from "./store";

const windowMs = 600_000;

export class Idempotency {
  readonly #seen = new Map<string, { digest: string; until: number }>();

  /** Whether this very transaction has been run; throws where its token was another one's. */
  check(input: Record<string, any>, now: number): boolean {
    // Oldest first: the map keeps the order in which tokens came.
    for (const [token, { until }] of this.#seen) {
      if (until > now) {
        break;
      }
      this.#seen.delete(token);
    }
    const seen = this.#seen.get(input.ClientRequestToken);
    if (!seen) {
      return false;
    }
    if (seen.digest === digestOf(input)) {
      return true;
    }
    const __type = "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException";
    throw new DynamoDbError({ __type, Message: "The provided client token is already in use with other parameters" });
  }

  remember(input: Record<string, any>, now: number): void {
    const { ClientRequestToken: token } = input;
    if (typeof token === "string") {
      this.#seen.set(token, { digest: digestOf(input), until: now + windowMs });
    }
  }
}

function digestOf(input: Record<string, any>): string {
  return createHash("sha256").update(JSON.stringify(input.TransactItems)).digest("base64");
}
