import type { HomeStorage } from "../types";

/** Forgets with the process. */
export interface MemoryStorage extends HomeStorage {
  getAllKeys(): string[];
}

/** Forgets with the process. */
export function memoryStorage(): MemoryStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    getAllKeys: () => [...items.keys()],
  };
}
