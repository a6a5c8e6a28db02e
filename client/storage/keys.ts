import { HomeError } from "../errors";
import type { HomeStorage } from "../types";

type WebStorage = { length?: number; key?(index: number): string | null };

/** Throws HomeError `bad-option` where the storage cannot list its keys. */
export function checkListed(storage: HomeStorage): void {
  if (!storage.getAllKeys && !(storage as WebStorage).key) {
    throw new HomeError(
      "bad-option",
      "The storage cannot list its keys: give it getAllKeys(), or length and key(index).",
    );
  }
}

/** The keys that begin with `prefix`, sorted. */
export async function keysOf(storage: HomeStorage, prefix: string): Promise<string[]> {
  const web = storage as WebStorage;
  checkListed(storage);
  const keys: readonly (string | null)[] = storage.getAllKeys
    ? await storage.getAllKeys()
    : Array.from({ length: web.length ?? 0 }, (_, index) => web.key!(index));
  return keys.filter((key): key is string => key?.startsWith(prefix) === true).sort();
}
