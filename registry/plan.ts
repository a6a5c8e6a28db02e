/** From what a line asks for and what the registry holds to what must be written. Pure. */
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { HomeRow } from "../model/registry";
import type { Issue } from "./issue";
import { homeItem, type OrganizationRow, organizationItem, sameHome } from "./items";
import { maxEmailDomains, type Wanted } from "./rules";

/** What the registry holds about one line. Rows by their hash; a row that is not there is not in the map. */
export interface Registered {
  slugHash: string;
  slug: HomeRow | undefined;
  /** The `org#` row that `slug` names. */
  organization: OrganizationRow | undefined;
  /** Hash → row of each domain that the line names, and of those the organization has. */
  emails: ReadonlyMap<string, HomeRow>;
  /** Hash → domain of each that the line names; undefined where it names none and keeps what is there. */
  wantedEmails: ReadonlyMap<string, string> | undefined;
}

/** Why this line cannot be written on top of what is registered. Empty where it can. */
export function conflicts(wanted: Wanted, registered: Registered): Issue[] {
  const { slug, organization, emails, wantedEmails } = registered;
  const issues: Issue[] = [];
  const issue = (column: string, found: string, allowed: string, fix: string) =>
    issues.push({ line: wanted.line, column, found, allowed, fix });
  if (slug && slug.jurisdiction !== wanted.jurisdiction) {
    issue(
      "jurisdiction",
      `"${wanted.jurisdiction}", but the home of "${wanted.slug}" is ${slug.jurisdiction}`,
      slug.jurisdiction,
      `write ${slug.jurisdiction}; to change a home, move it: an import does not carry its data`,
    );
  }
  for (const [hash, domain] of wantedEmails ?? []) {
    const owner = emails.get(hash)?.organization;
    if (owner && owner !== slug?.organization) {
      issue(
        "emailDomains",
        `"${domain}", which belongs to ${owner}`,
        "a domain of no other organization",
        fixOf(owner),
      );
    }
  }
  const all = new Set([...(organization?.emailHashes ?? []), ...(wantedEmails?.keys() ?? [])]);
  if (all.size > maxEmailDomains) {
    issue(
      "emailDomains",
      `${all.size} domains to add, keep and remove at once`,
      `at most ${maxEmailDomains}`,
      "import once without the old ones' successors, then again with them",
    );
  }
  return issues;
}

const fixOf = (owner: string) => `remove it here, or first from ${owner}, in an import of its own`;

/** All writes of one organization; they belong in one transaction. */
export interface Change {
  organization: string;
  created: boolean;
  writes: TransactWriteItem[];
}

/**
 * The writes that makes the registry agree with the line, or undefined where it agrees already. Each write
 * expects the row as it was read, so that two operators at once cannot undo each other.
 */
export function changes(
  wanted: Wanted,
  registered: Registered,
  table: string,
  newId: () => string,
): Change | undefined {
  const { slugHash, slug, organization: before, emails } = registered;
  const hashes = [...(registered.wantedEmails?.keys() ?? before?.emailHashes ?? [])].sort();
  if (before && agrees(before, hashes, registered)) {
    return undefined;
  }

  const known = before ?? slug;
  const after: OrganizationRow = {
    organization: known?.organization ?? newId(),
    jurisdiction: wanted.jurisdiction,
    state: known?.state ?? "active",
    version: (known?.version ?? 0) + 1,
    notice: known?.notice ?? null,
    slugHash,
    emailHashes: hashes,
  };
  const id = after.organization;
  const put = (item: ReturnType<typeof homeItem>, found: HomeRow | undefined): TransactWriteItem => ({
    Put: { TableName: table, Item: item, ...expecting(found) },
  });
  const removed = (before?.emailHashes ?? []).filter((hash) => !hashes.includes(hash));
  return {
    organization: id,
    created: !known,
    writes: [
      put(organizationItem(`org#${id}`, after), before),
      put(homeItem(`slug#${slugHash}`, after), slug),
      ...hashes.map((hash) => put(homeItem(`email#${hash}`, after), emails.get(hash))),
      ...removed.map((hash) => ({ Delete: { TableName: table, Key: { pk: { S: `email#${hash}` } }, ...ownedBy(id) } })),
    ],
  };
}

function agrees(before: OrganizationRow, hashes: string[], { slug, slugHash, emails, wantedEmails }: Registered) {
  if (!slug || !sameHome(slug, before) || before.slugHash !== slugHash) {
    return false;
  }
  if (!wantedEmails) {
    return true;
  }
  if (JSON.stringify(before.emailHashes.toSorted()) !== JSON.stringify(hashes)) {
    return false;
  }
  return hashes.every((hash) => {
    const row = emails.get(hash);
    return row !== undefined && sameHome(row, before);
  });
}

function expecting(found: HomeRow | undefined) {
  if (!found) {
    return { ConditionExpression: "attribute_not_exists(pk)" };
  }
  return {
    ConditionExpression: "organization = :organization AND version = :version",
    ExpressionAttributeValues: {
      ":organization": { S: found.organization },
      ":version": { N: String(found.version) },
    },
  };
}

const ownedBy = (organization: string) => ({
  ConditionExpression: "attribute_not_exists(pk) OR organization = :organization",
  ExpressionAttributeValues: { ":organization": { S: organization } },
});
