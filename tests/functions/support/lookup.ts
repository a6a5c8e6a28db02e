import { Identities } from "../../../functions/lookup/identities";
import { timeoutMs } from "../../../functions/lookup/limits";
import { RateLimit } from "../../../functions/lookup/rate-limit";
import type { Lookup } from "../../../functions/lookup/service";
import { BatchReader, itemsOf, type ReadItems } from "../../../functions/shared/batch-reader";
import { Directory } from "../../../functions/shared/directory";
import { TableUnavailable } from "../../../functions/shared/errors";
import { registryCacheSeconds, staleIfErrorSeconds, unknownCacheSeconds } from "../../../functions/shared/freshness";
import { ManualTimer } from "./manual-timer";
import { request } from "./requests";
import { domain, hashSecret, type Tables } from "./tables";

/** A lookup that has just started, over a registry that can be made silent or slow, with a clock set by hand. */
export interface LookupUnderTest extends Lookup {
  clock: number;
  /** What the lookup's timeout is measured with: it never ends unless the test lets it. */
  timeout: ManualTimer;
  /** The keys of every read of the table. */
  reads: string[][];
  responds: boolean;
  /** Reads wait for this. */
  hangs: Promise<void> | undefined;
}

export function startLookup(tables: Tables): LookupUnderTest {
  const read = itemsOf(tables.client, "registry");
  const observed: ReadItems = async (keys) => {
    context.reads.push(keys);
    await context.hangs;
    if (!context.responds) {
      throw new TableUnavailable("silent");
    }
    return read(keys);
  };
  const now = () => context.clock;
  const timeout = new ManualTimer();
  const reader = new BatchReader(observed, now);
  const limits = {
    cacheSeconds: registryCacheSeconds,
    unknownCacheSeconds: unknownCacheSeconds,
    staleSeconds: staleIfErrorSeconds,
    entries: 100,
    unknowns: 100,
    timeoutMs: timeoutMs,
  };
  const context: LookupUnderTest = {
    clock: 1_800_000_000_000,
    timeout,
    reads: [],
    responds: true,
    hangs: undefined,
    directory: new Directory(reader, limits, now, timeout.start),
    identities: new Identities(reader, now, timeout.start),
    rateLimit: new RateLimit({ perSecond: 50, burst: 200, clients: 100 }),
    hashSecret: hashSecret,
    domain,
    region: "us-east-1",
    now,
  };
  return context;
}

export const homeRequest = (name: string) => request("GET", `/v1/organizations/${name}/home`);
