/** Which Regions an operator has evacuated, from this Region's replica of a table of the jurisdiction. */
import { evacuationKey, isEvacuated, regionsTable as label } from "../../model/evacuation";
import { problem } from "../../model/problem";
import type { DynamoDb } from "./dynamodb";
import { evacuationSeconds, retryAfterSeconds, tableBackoffSeconds } from "./freshness";
import { type Refusal, refuse } from "./reply";

/** Regions that are evacuated; undefined where the table has not answered since this process started. */
export type Evacuated = ReadonlySet<string> | undefined;

export interface Evacuations {
  /** Never rejects. At once where it is known from no longer ago than `evacuationSeconds`. */
  evacuated(): Evacuated | Promise<Evacuated>;
}

/** The last value outlives the table; after a failure it is not asked again for a moment. */
export class EvacuationRows implements Evacuations {
  #last: Evacuated;
  #askAgainAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<Evacuated> | undefined;

  /** Of the Regions that are named. */
  constructor(
    readonly tables: Pick<DynamoDb, "getItem">,
    readonly table: string,
    readonly regions: readonly string[],
    readonly now: () => number = Date.now,
  ) {}

  evacuated(): Evacuated | Promise<Evacuated> {
    if (this.now() < this.#askAgainAt) {
      return this.#last;
    }
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** The row itself, so that a probe fails where it cannot be read. */
  probe(): Promise<unknown> {
    return this.tables.getItem(this.table, { pk: evacuationKey(this.regions[0]!) });
  }

  async #read(): Promise<Evacuated> {
    const asked = this.now();
    try {
      const rows = await Promise.all(
        this.regions.map((region) => this.tables.getItem(this.table, { pk: evacuationKey(region) })),
      );
      this.#last = new Set(this.regions.filter((_, index) => isEvacuated(rows[index])));
      this.#askAgainAt = asked + evacuationSeconds * 1000;
    } catch {
      this.#askAgainAt = this.now() + tableBackoffSeconds * 1000;
    }
    return this.#last;
  }
}

/** Why an organization's data is not served in `region`. Fails closed: what is not known is refused. */
export function refusedEvacuated(region: string, evacuated: Evacuated): Refusal | undefined {
  if (!evacuated) {
    const detail = `Whether this Region is evacuated is not known. Try again in ${retryAfterSeconds} s.`;
    return { ...refuse(problem("unavailable", detail)), cause: `${label} table` };
  }
  return evacuated.has(region)
    ? refuse(
        problem("evacuated", `An operator has taken ${region} out of service. Ask the jurisdiction's other Region.`),
      )
    : undefined;
}
