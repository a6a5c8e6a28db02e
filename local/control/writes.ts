/** Which Regions take writes: after a failover more than one may, since resolvers and kept connections follow one by one. */

import type { Hop } from "../context";
import { isServed } from "../crossing";

/** Twin ms: a Region that nobody has written in for so long takes none. */
export const writesLastMs = 30_000;

const writing = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);

export class Writes {
  readonly #last = new Map<string, number>();

  /** A write of an organization's data that was done. Probes of health only read. */
  note({ service, action, dataClass, region, outcome, at, ms }: Hop): void {
    if (
      service === "dynamodb" &&
      dataClass === "personal" &&
      region !== null &&
      writing.has(action) &&
      isServed(outcome)
    ) {
      this.#last.set(region, at + ms);
    }
  }

  regions(now: number): string[] {
    return [...this.#last].filter(([, at]) => now - at < writesLastMs).map(([region]) => region);
  }
}
