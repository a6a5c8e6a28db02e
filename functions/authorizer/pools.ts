import { type RegionRow, regionKey } from "../../model/registry";
import { regionsOf } from "../../model/topology";
import type { BatchReader } from "../shared/batch-reader";
import { HomeUnservable } from "../shared/errors";
import { identityCopySeconds, staleIfErrorSeconds, unknownCopySeconds } from "../shared/freshness";
import { regionRow } from "../shared/rows";
import { PoolsUnavailable } from "./errors";

/** The Cognito pools of one jurisdiction, as its own Regions have published them; no others are ever returned. */
export class Pools {
  #copy: { pools: RegionRow[]; readAt: number; complete: boolean } | undefined;

  constructor(
    readonly jurisdiction: string,
    readonly reader: BatchReader,
    readonly warn: (message: string) => void,
    readonly now: () => number = Date.now,
  ) {}

  /** At least one pool, the primary Region's first. Rejects with PoolsUnavailable. */
  async list(): Promise<RegionRow[]> {
    const copy = this.#copy;
    const age = copy ? this.now() - copy.readAt : Number.POSITIVE_INFINITY;
    // A Region that has just been deployed publishes its pool soon: then look again sooner.
    if (copy && age < (copy.complete ? identityCopySeconds : unknownCopySeconds) * 1000) {
      return copy.pools;
    }
    try {
      return await this.#read();
    } catch (fault) {
      if (copy && age < staleIfErrorSeconds * 1000 && !(fault instanceof PoolsUnavailable)) {
        return copy.pools;
      }
      if (fault instanceof PoolsUnavailable) {
        throw fault;
      }
      throw new PoolsUnavailable("the registry does not answer", { cause: fault });
    }
  }

  async #read(): Promise<RegionRow[]> {
    const regions = regionsOf(this.jurisdiction);
    const items = await Promise.all(regions.map((region) => this.reader.get(regionKey(region))));
    const pools = regions.flatMap((region, at) => this.#usable(region, items[at]));
    this.#copy =
      pools.length > 0 ? { pools, readAt: this.now(), complete: pools.length === regions.length } : undefined;
    if (pools.length === 0) {
      throw new PoolsUnavailable(`no Region of ${this.jurisdiction} has published a usable pool`);
    }
    return pools;
  }

  /** A row that is missing or wrong costs its own Region's tokens only. */
  #usable(region: string, item: Record<string, unknown> | undefined): RegionRow[] {
    try {
      return [regionRow(region, item)];
    } catch (fault) {
      if (!(fault instanceof HomeUnservable)) {
        throw fault;
      }
      this.warn(fault.message);
      return [];
    }
  }
}
