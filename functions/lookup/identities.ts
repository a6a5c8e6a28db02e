import { type RegionRow, regionKey } from "../../model/registry";
import { regionsOf, servedJurisdictions } from "../../model/topology";
import type { BatchReader } from "../shared/batch-reader";
import { HomeUnservable } from "../shared/errors";
import { identityCopySeconds, staleIfErrorSeconds, unknownCopySeconds } from "../shared/freshness";
import { regionRow } from "../shared/rows";
import { realTimer, type Timer, within } from "../shared/within";
import { patienceMs } from "./limits";

interface Copy {
  /** What the registry said: an identity, or why it cannot be used. */
  row: RegionRow | HomeUnservable;
  readAt: number;
}

/** Where the users of each jurisdiction sign in: the pool of its primary Region, as that Region published it. */
export class Identities {
  readonly #copies = new Map<string, Copy>();
  readonly #renewing = new Map<string, Promise<void>>();
  readonly #primaries = new Map(
    servedJurisdictions().map((jurisdiction) => [jurisdiction as string, regionsOf(jurisdiction)[0]]),
  );

  constructor(
    readonly reader: BatchReader,
    readonly now: () => number = Date.now,
    readonly timer: Timer = realTimer,
  ) {}

  /**
   * Starts reading whatever is due, of all jurisdictions: together with a read of an organization that is started in the
   * same turn, it is one read of the table. So the first answer of a cold start waits for one round trip only.
   */
  prepare(): void {
    for (const jurisdiction of this.#primaries.keys()) {
      if (this.#isDue(jurisdiction)) {
        this.of(jurisdiction).catch(() => {});
      }
    }
  }

  /** Rejects with HomeUnservable where the row is missing or wrong, or as the reader where nothing is known. */
  async of(jurisdiction: string): Promise<RegionRow> {
    const region = this.#primaries.get(jurisdiction);
    if (!region) {
      throw new HomeUnservable(`no Region of this deployment serves jurisdiction ${jurisdiction}`);
    }
    if (this.#isDue(jurisdiction)) {
      await this.#renew(jurisdiction, region);
    }
    const { row } = this.#copies.get(jurisdiction) as Copy;
    if (row instanceof HomeUnservable) {
      throw row;
    }
    return row;
  }

  /** Once at a time: whoever comes while the registry is still asked has the rest of the patience only. */
  #renew(jurisdiction: string, region: string): Promise<void> {
    const running = this.#renewing.get(jurisdiction);
    if (running) {
      return running;
    }
    const reading = this.#read(jurisdiction, region).finally(() => this.#renewing.delete(jurisdiction));
    const renewal = this.#patiently(jurisdiction, reading);
    this.#renewing.set(jurisdiction, renewal);
    return renewal;
  }

  /** With a usable copy in hand, nobody waits long, and a registry that does not answer is no fault. */
  #patiently(jurisdiction: string, reading: Promise<void>): Promise<void> {
    const copy = this.#copies.get(jurisdiction);
    if (!copy || copy.row instanceof HomeUnservable || this.#age(copy) >= staleIfErrorSeconds) {
      return reading;
    }
    const answered = reading.catch(() => {});
    return within(patienceMs, answered, undefined, this.timer);
  }

  async #read(jurisdiction: string, region: string): Promise<void> {
    const item = await this.reader.get(regionKey(region));
    this.#copies.set(jurisdiction, { row: checked(region, item), readAt: this.now() });
  }

  #age({ readAt }: Copy): number {
    return (this.now() - readAt) / 1000;
  }

  #isDue(jurisdiction: string): boolean {
    const copy = this.#copies.get(jurisdiction);
    if (!copy) {
      return true;
    }
    const seconds = copy.row instanceof HomeUnservable ? unknownCopySeconds : identityCopySeconds;
    return this.#age(copy) >= seconds;
  }
}

function checked(region: string, item: Record<string, unknown> | undefined): RegionRow | HomeUnservable {
  try {
    return regionRow(region, item);
  } catch (fault) {
    if (fault instanceof HomeUnservable) {
      return fault;
    }
    throw fault;
  }
}
