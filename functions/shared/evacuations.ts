/** Which Regions an operator has evacuated, from this Region's replica of a table of the jurisdiction. */
import { evacuationKey, isEvacuated, regionsTable as label } from "../../model/evacuation";
import { problem } from "../../model/problem";
import type { DynamoDb } from "./dynamodb";
import { retryAfterSeconds } from "./freshness";
import { type Items, KeptItems } from "./kept-items";
import { type Refusal, refuse } from "./reply";

/** Regions that are evacuated; undefined where the table has not answered since this process started. */
export type Evacuated = ReadonlySet<string> | undefined;

export interface Evacuations {
  /** Never rejects. At once where it is known from no longer ago than `evacuationSeconds`. */
  evacuated(): Evacuated | Promise<Evacuated>;
}

export class EvacuationRows implements Evacuations {
  readonly #rows: KeptItems;
  #last: { items: Items; evacuated: ReadonlySet<string> } | undefined;

  /** Of the Regions that are named. */
  constructor(
    readonly tables: Pick<DynamoDb, "getItem">,
    readonly table: string,
    readonly regions: readonly string[],
    now: () => number = Date.now,
  ) {
    this.#rows = new KeptItems(tables, table, regions.map(evacuationKey), now);
  }

  evacuated(): Evacuated | Promise<Evacuated> {
    const items = this.#rows.items();
    return items instanceof Promise ? items.then((read) => this.#setOf(read)) : this.#setOf(items);
  }

  /** The row itself, so that a probe fails where it cannot be read. */
  probe(): Promise<unknown> {
    return this.tables.getItem(this.table, { pk: evacuationKey(this.regions[0]!) });
  }

  /** Made once for each reading: every request asks. */
  #setOf(items: Items | undefined): Evacuated {
    if (items && this.#last?.items !== items) {
      this.#last = { items, evacuated: new Set(this.regions.filter((_, index) => isEvacuated(items[index]))) };
    }
    return this.#last?.evacuated;
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
