import type { ProfileService } from "../../../functions/profile/context";
import { Profiles } from "../../../functions/profile/profiles";
import { BatchReader, itemsOf, type ReadItems } from "../../../functions/shared/batch-reader";
import { Directory } from "../../../functions/shared/directory";
import { TableUnavailable } from "../../../functions/shared/errors";
import { homeCheckSeconds, ttlSeconds } from "../../../functions/shared/freshness";
import { KeptResponses } from "../../../functions/shared/idempotency";
import { nobodyEvacuated } from "./evacuations";
import { domain, type Tables } from "./tables";

/** The Canadian profile function, freshly started, over a registry that can be made silent, with a clock set by hand. */
export interface ProfileUnderTest extends ProfileService {
  clock: number;
  /** Whether the registry answers. */
  registry: boolean;
  /** Every use of the profile table: `read`, `write`. */
  touched: string[];
}

const limits = {
  cacheSeconds: homeCheckSeconds,
  unknownCacheSeconds: homeCheckSeconds,
  staleSeconds: ttlSeconds,
  entries: 10,
  unknowns: 10,
};
let writes = 0;

export function startProfile(tables: Tables): ProfileUnderTest {
  const now = () => context.clock;
  const read = itemsOf(tables.client, "registry");
  const silenced: ReadItems = (keys) =>
    context.registry ? read(keys) : Promise.reject(new TableUnavailable("silent"));
  const noted = new Proxy(new Profiles(tables.client, "profiles"), {
    get:
      (target, name: "read" | "write") =>
      (...args: Parameters<Profiles["write"]>) => {
        context.touched.push(name);
        return (target[name] as Profiles["write"])(...args);
      },
  });
  const context: ProfileUnderTest = {
    clock: 1_800_000_000_000,
    registry: true,
    touched: [],
    directory: new Directory(new BatchReader(silenced, now), limits, now),
    profiles: noted,
    responses: new KeptResponses(tables.client, "idempotency"),
    jurisdiction: "CA",
    domain,
    region: "ca-west-1",
    evacuations: nobodyEvacuated,
    newId: () => `write-${writes++}`,
  };
  return context;
}
