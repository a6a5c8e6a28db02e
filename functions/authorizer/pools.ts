import { type RegionRow, regionKey } from "../../model/registry";
import { regionsOf } from "../../model/topology";
import type { BatchReader } from "../shared/batch-reader";
import { HomeUnservable } from "../shared/errors";
import { identityCacheSeconds, staleIfErrorSeconds, unknownCacheSeconds } from "../shared/freshness";
import { readOrLast } from "../shared/last-known";
import { regionRow } from "../shared/rows";
import { PoolsUnavailable } from "./errors";

/** The Cognito pools of one jurisdiction, as its own Regions have published them; no others are ever returned. */
export class Pools {
  #cached: { pools: RegionRow[]; readAt: number; complete: boolean } | undefined;

  constructor(
    readonly jurisdiction: string,
    readonly reader: BatchReader,
    readonly warn: (message: string) => void,
    readonly now: () => number = Date.now,
  ) {}

  /** At least one pool, the primary Region's first. Rejects with PoolsUnavailable. */
  async list(): Promise<RegionRow[]> {
    const cached = this.#cached;
    const age = cached ? this.now() - cached.readAt : Number.POSITIVE_INFINITY;
    // A Region that has just been deployed publishes its pool soon: then look again sooner.
    if (cached && age < (cached.complete ? identityCacheSeconds : unknownCacheSeconds) * 1000) {
      return cached.pools;
    }
    try {
      return await this.#read();
    } catch (error) {
      if (cached && age < staleIfErrorSeconds * 1000 && !(error instanceof PoolsUnavailable)) {
        return cached.pools;
      }
      if (error instanceof PoolsUnavailable) {
        throw error;
      }
      throw new PoolsUnavailable("the registry does not answer", { cause: error });
    }
  }

  async #read(): Promise<RegionRow[]> {
    const regions = regionsOf(this.jurisdiction);
    const reads = await Promise.all(
      regions.map((region) => readOrLast(this.reader, regionKey(region), { now: this.now })),
    );
    const pools = regions.flatMap((region, index) => this.#usable(region, reads[index]!.item));
    const readAt = Math.min(...reads.map((read) => read.readAt));
    this.#cached = pools.length > 0 ? { pools, readAt, complete: pools.length === regions.length } : undefined;
    if (pools.length === 0) {
      throw new PoolsUnavailable(`no Region of ${this.jurisdiction} has published a usable pool`);
    }
    return pools;
  }

  /** A row that is missing or wrong costs its own Region's tokens only. */
  #usable(region: string, item: Record<string, unknown> | undefined): RegionRow[] {
    try {
      return [regionRow(region, item)];
    } catch (error) {
      if (!(error instanceof HomeUnservable)) {
        throw error;
      }
      this.warn(error.message);
      return [];
    }
  }
}
