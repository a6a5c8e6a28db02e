import { HomeError } from "../errors";
import type { HomeStorage } from "../types";

/** The keys that begin with `prefix`, sorted. Throws HomeError `bad-option` where the storage cannot tell. */
export async function keysOf(storage: HomeStorage, prefix: string): Promise<string[]> {
  const web = storage as { length?: number; key?(index: number): string | null };
  let keys: readonly (string | null)[];
  if (storage.getAllKeys) {
    keys = await storage.getAllKeys();
  } else if (web.key) {
    keys = Array.from({ length: web.length ?? 0 }, (_, index) => web.key!(index));
  } else {
    throw new HomeError(
      "bad-option",
      "The storage cannot list its keys: give it getAllKeys(), or length and key(index).",
    );
  }
  return keys.filter((key): key is string => key?.startsWith(prefix) === true).sort();
}
