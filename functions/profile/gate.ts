/** Whether this Region may touch an organization's data (law 1). Decided before any of it is read. */

import type { Problem } from "../../model/problem";
import { problem } from "../../model/problem";
import { organizationKey } from "../../model/registry";
import type { Directory, Found } from "../shared/directory";
import { endpointsOf } from "../shared/endpoints";
import { HomeUnservable } from "../shared/errors";
import { retryAfterSeconds } from "../shared/freshness";
import type { Place } from "../shared/regional";

/** Undefined where the request may go on; else the refusal. Fails closed: what cannot be known is refused. */
export async function gate(
  organization: string,
  writes: boolean,
  directory: Directory,
  place: Place,
): Promise<Problem | undefined> {
  let found: Found | null;
  try {
    found = await directory.find({ name: organization, id: organization, key: () => organizationKey(organization) });
  } catch (fault) {
    return fault instanceof HomeUnservable
      ? problem("home-unservable", "This deployment does not serve the organization's home.")
      : problem(
          "registry-unavailable",
          "Where the organization's home is cannot be told now, so its data is not read.",
        );
  }
  if (!found) return problem("organization-unknown", "The token's organization is not in the registry.");
  const { row } = found;
  if (row.jurisdiction !== place.jurisdiction) {
    const home = { jurisdiction: row.jurisdiction, endpoints: endpointsOf(row.jurisdiction, place.domain) };
    return problem("misrouted", `Its home is ${row.jurisdiction}; this is ${place.jurisdiction}. Use home.endpoints.`, {
      home,
    });
  }
  if (row.state === "suspended")
    return problem("organization-suspended", "Its data is neither read nor changed until it is active again.");
  if (row.state === "moving" && writes)
    return problem("organization-moving", `It can be read, but not changed. Try again in ${retryAfterSeconds} s.`);
  return undefined;
}
