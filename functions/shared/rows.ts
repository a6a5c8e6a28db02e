/** The registry's rows, read with suspicion: a row that is not exactly what its writer writes is not used. */
import { poolIssuer } from "../../model/names";
import {
  type HomeRow,
  type Notice,
  type OrganizationState,
  organizationIdPattern,
  organizationStates,
  type RegionRow,
} from "../../model/registry";
import { jurisdictionOf, servedJurisdictions } from "../../model/topology";
import type { Item } from "./attributes";
import { HomeUnservable, MalformedRow } from "./errors";

/** An organization's row. Throws MalformedRow, or HomeUnservable where this topology does not serve its jurisdiction. */
export function homeRow(item: Item): HomeRow {
  const { organization, jurisdiction, state, version } = item;
  const valid =
    typeof organization === "string" &&
    organizationIdPattern.test(organization) &&
    typeof jurisdiction === "string" &&
    organizationStates.includes(state as OrganizationState) &&
    Number.isSafeInteger(version) &&
    (version as number) > 0;
  if (!valid) {
    throw new MalformedRow(`the registry's row of ${String(organization)} is malformed`);
  }
  const served = servedJurisdictions().find((candidate) => candidate === jurisdiction);
  if (!served) {
    throw new HomeUnservable(`no Region of this deployment serves jurisdiction ${jurisdiction}`);
  }
  const known = organizationStates.find((candidate) => candidate === state) as OrganizationState;
  return {
    organization,
    jurisdiction: served,
    state: known,
    version: version as number,
    notice: noticeOf(item.notice),
  };
}

function noticeOf(value: unknown): Notice | null {
  if (value === undefined || value === null) {
    return null;
  }
  const { code, message, since } = value as Partial<Notice>;
  if (typeof code === "string" && typeof message === "string" && typeof since === "string") {
    return { code, message, since };
  }
  throw new MalformedRow("a notice in the registry lacks code, message or since");
}

/**
 * A Region's identity row. Throws HomeUnservable unless it is of `region`, of the jurisdiction that the topology puts
 * the Region in, and its issuer is the one that follows from its pool: users must never be sent to sign in elsewhere.
 */
export function regionRow(region: string, item: Item | undefined): RegionRow {
  if (!item) {
    throw new HomeUnservable(`Region ${region} has not published its identity in the registry`);
  }
  const { jurisdiction, issuer, userPoolId, clientId } = item;
  const issues = [
    item.region !== region && `is for region "${String(item.region)}"`,
    (jurisdiction === undefined || jurisdiction !== jurisdictionOf(region)) &&
      `says jurisdiction "${String(jurisdiction)}", the topology ${jurisdictionOf(region)}`,
    (typeof userPoolId !== "string" || userPoolId === "") && "has no userPoolId",
    (typeof clientId !== "string" || clientId === "") && "has no clientId",
    issuer !== poolIssuer(region, String(userPoolId)) && "has an issuer that does not follow from its pool",
  ].filter((error) => error !== false);
  if (issues.length > 0) {
    throw new HomeUnservable(`the identity row of Region ${region} ${issues.join(", ")}`);
  }
  return {
    region,
    jurisdiction: jurisdiction as string,
    issuer: issuer as string,
    userPoolId: userPoolId as string,
    clientId: clientId as string,
  };
}
