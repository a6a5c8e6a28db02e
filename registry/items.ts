/** The registry's rows as DynamoDB writes them: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { HomeRow, Notice, OrganizationState } from "../model/registry";

export type Item = Record<string, AttributeValue>;

/** The `org#` row: the home, and which other rows carry it. Hashes only, without `slug#` and `email#`. */
export interface OrganizationRow extends HomeRow {
  slugHash: string;
  emailHashes: string[];
}

/** A `slug#` or `email#` row. */
export function homeItem(pk: string, { organization, jurisdiction, state, version, notice }: HomeRow): Item {
  return {
    pk: { S: pk },
    organization: { S: organization },
    jurisdiction: { S: jurisdiction },
    state: { S: state },
    version: { N: String(version) },
    ...(notice && {
      notice: { M: { code: { S: notice.code }, message: { S: notice.message }, since: { S: notice.since } } },
    }),
  };
}

/** An `org#` row. */
export function organizationItem(pk: string, row: OrganizationRow): Item {
  return {
    ...homeItem(pk, row),
    slugHash: { S: row.slugHash },
    emailHashes: { L: row.emailHashes.map((hash) => ({ S: hash })) },
  };
}

/** The home that any of an organization's rows carries. */
export function readHome(item: Item): HomeRow {
  return {
    organization: item.organization?.S ?? "",
    jurisdiction: item.jurisdiction?.S ?? "",
    state: (item.state?.S ?? "") as OrganizationState,
    version: Number(item.version?.N ?? 0),
    notice: readNotice(item.notice?.M),
  };
}

export function readOrganization(item: Item): OrganizationRow {
  return {
    ...readHome(item),
    slugHash: item.slugHash?.S ?? "",
    emailHashes: (item.emailHashes?.L ?? []).map((hash) => hash.S ?? ""),
  };
}

function readNotice(notice: Item | undefined): Notice | null {
  if (!notice) {
    return null;
  }
  return { code: notice.code?.S ?? "", message: notice.message?.S ?? "", since: notice.since?.S ?? "" };
}

/** Whether a row carries exactly this home. */
export const sameHome = (a: HomeRow, b: HomeRow) =>
  a.organization === b.organization &&
  a.jurisdiction === b.jurisdiction &&
  a.state === b.state &&
  a.version === b.version &&
  JSON.stringify(a.notice) === JSON.stringify(b.notice);
