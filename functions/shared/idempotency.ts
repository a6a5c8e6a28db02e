/**
 * Exactly once: a write and the response to it are put in one transaction, under a key that the client chose. Whoever asks
 * the same again under that key gets that response, and nothing is done. docs/decisions/0009-idempotency.md says why so.
 *
 *     const result = await once(request, owner, keptResponses, (write) => put(request, owner, context, write));
 */
import { problem } from "../../model/problem";
import type { Item } from "./attributes";
import type { DynamoDb, Put } from "./dynamodb";
import { ConditionFailed, MalformedRow, TableRefused, TableUnavailable, TransactionCanceled } from "./errors";
import { runningRetrySeconds } from "./freshness";
import type { HttpRequest, HttpResponse } from "./http";
import { fingerprintOf, keyOf, recordId } from "./idempotency-key";
import type { Owner } from "./owner";
import { type HandlerResult, refuse } from "./reply";

/**
 * How long a response is kept: a device may lose the response, and its network with it, for as long as its user is on leave.
 * After that the condition of the write (If-Match) still keeps it from being done twice; the client then sees a 412.
 */
export const keptSeconds = 14 * 86_400;

/** A write under a key. `id` names this very request; `commit` puts the item and keeps the response, both or neither. */
export interface KeyedWrite {
  id: string;
  /** Throws ConditionFailed as `putItem` does. What else it throws is `once`'s to catch. */
  commit(put: Put, response: HttpResponse): Promise<void>;
}

interface Kept {
  fingerprint: string;
  response: HttpResponse;
}

class AlreadyDone extends Error {
  constructor(readonly kept: Kept) {
    super("the key has its response");
  }
}

class StillRunning extends Error {}

/** The jurisdiction's table of responses, in this Region's replica. Seconds since the epoch are the clock's of the function. */
export class KeptResponses {
  constructor(
    readonly tables: DynamoDb,
    readonly table: string,
    readonly now: () => number = () => Math.floor(Date.now() / 1000),
  ) {}

  /** Read consistently: a response that this Region has given is found at once. */
  async find(pk: string): Promise<Kept | undefined> {
    const item = await this.tables.getItem(this.table, { pk }, true);
    // DynamoDB deletes what has expired within days, not at once.
    return item && Number(item.expiresAt) > this.now() ? keptOf(item) : undefined;
  }

  prepare(pk: string, fingerprint: string): KeyedWrite {
    return {
      id: `${pk}.${fingerprint}`,
      commit: async (put, { status, headers, body }) => {
        const now = this.now();
        const item = { pk, fingerprint, status, headers, body, expiresAt: now + keptSeconds };
        const isFree = { expression: "attribute_not_exists(pk) OR expiresAt <= :now", values: { ":now": now } };
        try {
          await this.tables.transactWrite([put, { table: this.table, item, condition: isFree }]);
        } catch (error) {
          throw error instanceof TransactionCanceled ? meaning(error) : error;
        }
      },
    };
  }
}

/** The key's record decides first: where the same request has just been done, its condition cannot hold any more. */
function meaning(canceled: TransactionCanceled): Error {
  const [write, record] = canceled.reasons;
  if (record?.code === "ConditionalCheckFailed" && record.item) {
    return new AlreadyDone(keptOf(record.item));
  }
  if (record?.code === "TransactionConflict") {
    return new StillRunning();
  }
  if (write?.code === "ConditionalCheckFailed") {
    return new ConditionFailed(write.item);
  }
  return new TableUnavailable(canceled.message);
}

/** `work` once for each key of an owner; without a key as often as it is asked for. Only what was done is kept: a refusal is judged anew. */
export async function once(
  request: HttpRequest,
  owner: Owner,
  responses: KeptResponses,
  work: (write?: KeyedWrite) => Promise<HandlerResult>,
): Promise<HandlerResult> {
  const given = keyOf(request);
  if ("missing" in given) {
    return work();
  }
  if ("issue" in given) {
    return refuse(problem("invalid-request", given.issue));
  }
  const fingerprint = fingerprintOf(request);
  const pk = recordId(owner, given.key);
  try {
    const kept = await responses.find(pk);
    return kept ? replay(kept, fingerprint) : await work(responses.prepare(pk, fingerprint));
  } catch (error) {
    if (error instanceof AlreadyDone) {
      return replay(error.kept, fingerprint);
    }
    if (error instanceof StillRunning) {
      return refuse(problem("request-running", "The first request under this Idempotency-Key is still running."), soon);
    }
    if (error instanceof TableUnavailable || error instanceof TableRefused) {
      return refuse(
        problem("idempotency-unavailable", "Whether this was done is unknown now. Try again with this key."),
      );
    }
    throw error;
  }
}

const soon = { "retry-after": String(runningRetrySeconds) };

function replay({ fingerprint, response }: Kept, asked: string): HandlerResult {
  if (fingerprint !== asked) {
    return refuse(problem("idempotency-key-reused", "This key was used for another request. Make a new one for this."));
  }
  return { response: replayed(response), replayed: true };
}

/** The response as it was given before, and a header that says so. */
export const replayed = (response: HttpResponse): HttpResponse => ({
  ...response,
  headers: { ...response.headers, "idempotency-replayed": "true" },
});

function keptOf({ fingerprint, status, headers, body }: Item): Kept {
  if (typeof fingerprint !== "string" || typeof status !== "number" || typeof body !== "string" || !headers) {
    throw new MalformedRow("a row of the idempotency table is malformed");
  }
  return { fingerprint, response: { status, headers: headers as HttpResponse["headers"], body } };
}
