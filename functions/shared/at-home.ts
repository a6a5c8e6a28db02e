/** Whether this Region may touch an organization's data (law 1). Decided before any of it is read. */

import type { Problem } from "../../model/problem";
import { problem } from "../../model/problem";
import { organizationKey } from "../../model/registry";
import type { Directory, Found } from "./directory";
import { endpointsOf } from "./endpoints";
import { HomeUnservable, MalformedRow } from "./errors";
import { retryAfterSeconds } from "./freshness";
import type { Owner } from "./owner";
import { type HandlerResult, refuse } from "./reply";

export interface Homes {
  directory: Directory;
  jurisdiction: string;
  domain: string;
}

/** What `work` answers, where the owner's organization is at home here and may do this; else the refusal. */
export async function atHome(
  { organization }: Owner,
  intent: "read" | "write",
  homes: Homes,
  work: () => Promise<HandlerResult>,
): Promise<HandlerResult> {
  const refusal = await refusalOf(organization, intent, homes);
  return { ...(refusal ? refuse(refusal) : await work()), organization };
}

/** Fails closed: what cannot be known is refused. */
async function refusalOf(
  organization: string,
  intent: "read" | "write",
  { directory, jurisdiction, domain }: Homes,
): Promise<Problem | undefined> {
  let found: Found | null;
  try {
    found = await directory.find({ name: organization, id: organization, key: () => organizationKey(organization) });
  } catch (error) {
    return error instanceof HomeUnservable || error instanceof MalformedRow
      ? problem("home-unservable", "This deployment does not serve the organization's home.")
      : problem("registry-unavailable", "The organization's home is unknown now, so its data is not read.");
  }
  if (!found) {
    return problem("organization-unknown", "The token's organization is not in the registry.");
  }
  const { row } = found;
  if (row.jurisdiction !== jurisdiction) {
    const home = { jurisdiction: row.jurisdiction, endpoints: endpointsOf(row.jurisdiction, domain) };
    return problem("misrouted", `Its home is ${row.jurisdiction}; this is ${jurisdiction}. Use home.endpoints.`, {
      home,
    });
  }
  if (row.state === "suspended") {
    return problem("organization-suspended", "Its data is neither read nor changed until it is active again.");
  }
  if (row.state === "moving" && intent === "write") {
    return problem("organization-moving", `It can be read, but not changed. Try again in ${retryAfterSeconds} s.`);
  }
  return undefined;
}
