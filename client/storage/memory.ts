import type { HomeStorage } from "../types";

/** Forgets with the process. */
export function memoryStorage(): HomeStorage & { getAllKeys(): string[] } {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    getAllKeys: () => [...items.keys()],
  };
}
