/** Reading the registry: one organization, or pages of them. */
import { type DynamoDBClient, GetItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { InvalidInput } from "../model/invalid-input";
import { organizationIdPattern, organizationKey, slugKey, slugPattern } from "../model/registry";
import { regionsOf } from "../model/topology";
import { type Item, type OrganizationRow, readHome, readOrganization } from "./items";
import { type RegistryTarget, registryClient } from "./target";

export interface Shown extends Omit<OrganizationRow, "slugHash" | "emailHashes"> {
  /** Regions that may hold its data, primary first. */
  regions: string[];
  /** How many e-mail domains lead to it. Which ones, nobody can read from the registry. */
  emailDomains: number;
}

/** One organization by slug or opaque id. Throws InvalidInput where there is none. */
export async function showOrganization(target: RegistryTarget, slugOrId: string): Promise<Shown> {
  const isId = organizationIdPattern.test(slugOrId);
  if (!isId && !slugPattern.test(slugOrId)) {
    throw new InvalidInput(
      `"${slugOrId}" is neither a slug nor an id; allowed: lower case letters, digits and inner hyphens, or org_ and 26 characters`,
    );
  }
  return withClient(target, async (client) => {
    const get = async (pk: string) =>
      (await client.send(new GetItemCommand({ TableName: target.table, Key: { pk: { S: pk } }, ConsistentRead: true })))
        .Item;
    const slug = isId ? undefined : await get(slugKey(target.hashSecret, slugOrId));
    const id = isId ? slugOrId : slug && readHome(slug).organization;
    const item = id && (await get(organizationKey(id)));
    if (!item) {
      throw new InvalidInput(
        `no organization "${slugOrId}" in the registry of ${target.name}; fix: npm run organizations -- assign ${isId ? "SLUG" : slugOrId} --jurisdiction CODE`,
      );
    }
    return shown(item);
  });
}

export interface ListOptions {
  jurisdiction?: string;
  /** At most so many. */
  limit: number;
  /** Goes on after this organization id, as an earlier page's `next` said. */
  after?: string;
}

/**
 * A page of organizations, in the table's own order. The registry is read from one end, so a jurisdiction with few
 * organizations takes as long as all: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html
 */
export async function listOrganizations(
  target: RegistryTarget,
  { jurisdiction, limit, after }: ListOptions,
): Promise<{ organizations: Shown[]; next: string | null }> {
  return withClient(target, async (client) => {
    const organizations: Shown[] = [];
    const pages = paginateScan(
      { client, ...(after && { startingToken: { pk: { S: organizationKey(after) } } }) },
      {
        TableName: target.table,
        ConsistentRead: true,
        FilterExpression: `begins_with(pk, :prefix)${jurisdiction ? " AND jurisdiction = :jurisdiction" : ""}`,
        ExpressionAttributeValues: {
          ":prefix": { S: organizationKey("") },
          ...(jurisdiction && { ":jurisdiction": { S: jurisdiction } }),
        },
      },
    );
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        if (organizations.length === limit) {
          return { organizations, next: organizations.at(-1)?.organization ?? null };
        }
        organizations.push(shown(item));
      }
    }
    return { organizations, next: null };
  });
}

function shown(item: Item): Shown {
  const { slugHash: _, emailHashes, ...home } = readOrganization(item);
  return { ...home, regions: regionsOf(home.jurisdiction), emailDomains: emailHashes.length };
}

async function withClient<T>(target: RegistryTarget, work: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  const client = registryClient(target);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
