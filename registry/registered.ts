/** Reads what the registry holds about many lines at once. */
import { emailDomainKey, organizationKey, slugKey } from "../model/registry";
import { type Item, readHome, readOrganization } from "./items";
import type { Registered } from "./plan";
import type { Wanted } from "./rules";
import { batchSize, type Store } from "./store";

/** Groups of lines whose slugs and domains are one BatchGetItem. A line never has more than fit. */
export function* inBatches(wanted: Iterable<Wanted>): Generator<Wanted[]> {
  let batch: Wanted[] = [];
  let keys = 0;
  for (const organization of wanted) {
    const more = 1 + (organization.emailDomains?.length ?? 0);
    if (keys + more > batchSize) {
      yield batch;
      batch = [];
      keys = 0;
    }
    batch.push(organization);
    keys += more;
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/** What is registered about each line of one batch, in its order. */
export async function readRegistered(
  store: Store,
  hashSecret: string,
  batch: readonly Wanted[],
): Promise<[Wanted, Registered][]> {
  const keyed = batch.map((wanted) => ({
    wanted,
    slug: slugKey(hashSecret, wanted.slug),
    emails:
      wanted.emailDomains && new Map(wanted.emailDomains.map((domain) => [emailDomainKey(hashSecret, domain), domain])),
  }));
  const rows = await store.get(keyed.flatMap(({ slug, emails }) => [slug, ...(emails?.keys() ?? [])]));
  const named = keyed.map(({ slug }) => rows.get(slug)).filter((row) => row !== undefined);
  const organizations = await store.get(named.map((row) => organizationKey(readHome(row).organization)));

  const kept = keyed
    .filter(({ emails }) => !emails)
    .flatMap(({ slug }) => ownEmails(organizationOf(rows.get(slug), organizations)));
  for (let start = 0; start < kept.length; start += batchSize) {
    for (const [pk, row] of await store.get(kept.slice(start, start + batchSize))) {
      rows.set(pk, row);
    }
  }

  return keyed.map(({ wanted, slug, emails }) => {
    const row = rows.get(slug);
    const item = organizationOf(row, organizations);
    const organization = item && readOrganization(item);
    const keys = [...(emails?.keys() ?? []), ...(organization?.emailHashes ?? []).map((hash) => `email#${hash}`)];
    return [
      wanted,
      {
        slugHash: hashOf(slug),
        slug: row && readHome(row),
        organization,
        emails: new Map(keys.flatMap((pk) => (rows.has(pk) ? [[hashOf(pk), readHome(rows.get(pk) as Item)]] : []))),
        wantedEmails: emails && new Map([...emails].map(([pk, domain]) => [hashOf(pk), domain])),
      },
    ];
  });
}

const organizationOf = (slug: Item | undefined, organizations: Map<string, Item>) =>
  slug && organizations.get(organizationKey(readHome(slug).organization));

const ownEmails = (organization: Item | undefined) =>
  organization ? readOrganization(organization).emailHashes.map((hash) => `email#${hash}`) : [];

/** `email#x` → `x` */
const hashOf = (pk: string) => pk.slice(pk.indexOf("#") + 1);
