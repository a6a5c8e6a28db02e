/** What the Region's snapshot of the registry says, for environments that have never read it while no replica answers. */
import { snapshotFile } from "../../model/snapshot";
import type { Item } from "./attributes";
import type { ReadRange } from "./bucket";
import { headerBytes, itemIn, rangeOf, readHeader, type SnapshotHeader } from "./snapshot-file";

/** An item as it was. `readAt` in ms since the epoch. */
export interface LastKnown {
  item: Item;
  readAt: number;
}

/** Undefined where nothing is known of a key: that it was there never says that it is not there now. */
export type ReadLast = (key: string) => Promise<LastKnown | undefined>;

/** A header is used this long: a newer file is then found. */
export const headerSeconds = 60;

/** Never rejects: a snapshot that cannot be read knows nothing. `warn` hears why. */
export function snapshotReader(
  read: ReadRange,
  warn: (message: string) => void,
  now: () => number = Date.now,
): ReadLast {
  let header: Promise<{ header: SnapshotHeader; etag: string }> | undefined;
  let askAgainAt = 0;

  const open = () => {
    if (!header || now() >= askAgainAt) {
      askAgainAt = now() + headerSeconds * 1000;
      header = read(snapshotFile, [0, headerBytes - 1]).then(({ bytes, etag }) => ({
        header: readHeader(bytes),
        etag,
      }));
      header.catch(() => {
        header = undefined;
      });
    }
    return header;
  };
  const find = async (key: string): Promise<LastKnown | undefined> => {
    const { header: found, etag } = await open();
    const { bytes } = await read(snapshotFile, rangeOf(found, key), etag);
    const item = itemIn(bytes, key);
    return item && { item, readAt: found.writtenAt };
  };
  return async (key) => {
    try {
      return await find(key).catch(() => {
        // It has been replaced since, or the connection was an old one: once more, from its beginning.
        header = undefined;
        return find(key);
      });
    } catch (error) {
      warn(`the registry's snapshot cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
}
