/**
 * Keeps people in this Region after a failover until the one that was left has been well for some minutes: model/hold.ts and
 * docs/decisions/0018. Looked for while health checkers ask what is said of siblings, since nothing runs between invocations.
 */
import { type EvacuationRow, evacuationKey } from "../../model/evacuation";
import { type HoldRow, heldUntil, holdKey, mayHold } from "../../model/hold";
import type { DynamoDb } from "../shared/dynamodb";
import { ConditionFailed } from "../shared/errors";
import { KeptItems } from "../shared/kept-items";
import { warn } from "../shared/log";
import { withTimeout } from "../shared/with-timeout";

/** A hold lasts from when health checkers were last seen to find the Region unhealthy; it is written no more often than this. */
export const holdRenewSeconds = 10;
/** DNS is asked no more often than this. */
export const lookSeconds = 5;
/** The answer does not wait any longer for a write: the next one has the row. */
export const holdWriteTimeoutMs = 500;

export interface HoldsOptions {
  tables: Pick<DynamoDb, "getItem" | "putItem">;
  table: string;
  /** This Region, which takes over. */
  region: string;
  /** The Region that it takes over from. */
  held: string;
  returnAfterMinutes: number;
  /** Which of the two health checkers find healthy, by what each says of itself; undefined where that is not known. */
  firstHealthy(): Promise<string | undefined>;
  /** @default Date.now */
  now?(): number;
}

export class Holds {
  readonly #options: Required<HoldsOptions>;
  readonly #rows: KeptItems;
  /** What this environment has written and may not read yet: reads are eventually consistent. */
  #written: HoldRow | undefined;
  #looking: Promise<string | undefined> | undefined;
  #lookAgainAt = Number.NEGATIVE_INFINITY;

  constructor(options: HoldsOptions) {
    this.#options = { now: Date.now, ...options };
    const { tables, table, held, now } = this.#options;
    this.#rows = new KeptItems(tables, table, [holdKey(held), evacuationKey(held)], now);
  }

  /** The Regions that are held. Never rejects; where nothing is known, nothing holds. */
  async held(): Promise<string[]> {
    const { held, region, now } = this.#options;
    const [items, first] = await Promise.all([this.#rows.items(), this.#look()]);
    if (!items) {
      return [];
    }
    const [read, ordered] = items as [Partial<HoldRow> | undefined, EvacuationRow | undefined];
    const row = newest(read, this.#written);
    const until = heldUntil(row, ordered, now());
    const current = until === undefined ? undefined : row;
    if (first === region && mayHold(ordered, now()) && this.#isDue(current)) {
      await this.#write(current?.since);
      return [held];
    }
    return until === undefined ? [] : [held];
  }

  #isDue(current: Partial<HoldRow> | undefined): boolean {
    return !current || this.#options.now() - Date.parse(String(current.seen)) >= holdRenewSeconds * 1000;
  }

  /** At most every `lookSeconds`; in between nothing is seen. */
  #look(): Promise<string | undefined> {
    const { now, firstHealthy } = this.#options;
    if (now() >= this.#lookAgainAt) {
      this.#lookAgainAt = now() + lookSeconds * 1000;
      this.#looking = firstHealthy();
    }
    return this.#looking!;
  }

  async #write(since: string | undefined): Promise<void> {
    const { tables, table, region, held, returnAfterMinutes, now } = this.#options;
    const seen = new Date(now()).toISOString();
    const until = new Date(now() + returnAfterMinutes * 60_000).toISOString();
    this.#written = { by: region, since: since ?? seen, seen, until };
    // A write may be on its way while the environment is frozen: it must not shorten what others have written since.
    const later = { expression: "attribute_not_exists(seen) OR seen < :seen", values: { ":seen": seen } };
    const writing = tables.putItem(table, { pk: holdKey(held), ...this.#written }, later).catch((error) => {
      if (!(error instanceof ConditionFailed)) {
        warn("health", `the hold of ${held} is not written: ${(error as Error).message}`);
      }
    });
    await withTimeout(holdWriteTimeoutMs, writing, undefined);
  }
}

/** By what was seen last; a row without it is older than any. */
function newest(a: Partial<HoldRow> | undefined, b: HoldRow | undefined): Partial<HoldRow> | undefined {
  return b !== undefined && !(String(a?.seen ?? "") > b.seen) ? b : a;
}
