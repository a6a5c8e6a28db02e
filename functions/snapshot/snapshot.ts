/** Makes the Region's snapshot of the registry: every row that functions read, and of it what they read. */
import type { Attributes, Item } from "../shared/attributes";
import { SnapshotBuilder } from "../shared/snapshot-file";

/** What rows have that functions need (model/registry.ts). Anything else in a row stays where it is. */
const attributes = [
  "organization",
  "jurisdiction",
  "state",
  "version",
  "notice",
  "region",
  "issuer",
  "userPoolId",
  "clientId",
];

/** As `DynamoDb.scan` for one table. */
export type Scan = (from?: Attributes) => Promise<{ items: Item[]; next: Attributes | undefined }>;

/** The file, and how many rows it has. Rejects as `scan` does: half a registry is none. */
export async function snapshotOf(scan: Scan, now: () => number): Promise<{ file: Buffer; rows: number }> {
  // The age counts from before the first read: a row is never older than it says.
  const builder = new SnapshotBuilder(now());
  let rows = 0;
  let from: Attributes | undefined;
  do {
    const { items, next } = await scan(from);
    for (const item of items) {
      builder.add(String(item.pk), routingOf(item));
    }
    rows += items.length;
    from = next;
  } while (from);
  return { file: builder.file(), rows };
}

/** A row that is malformed stays so: what reads it says that it cannot be served, as of the table's own. */
function routingOf(item: Item): Item {
  return Object.fromEntries(attributes.flatMap((name) => (name in item ? [[name, item[name]]] : [])));
}
