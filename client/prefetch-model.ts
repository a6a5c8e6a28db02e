import type { HomeStorage } from "./types";

/** Which request follows which: counts of pairs, the least recent forgotten first. */
export interface Model {
  learn(from: string, to: string): void;
  /** The likeliest successor, if it is at least that likely and was seen twice. */
  next(from: string, likelihood: number): string | undefined;
  clear(): Promise<void>;
}

const mostSources = 64;
const mostSuccessors = 8;
/** Old habits fade: at this many observations all counts of a source are halved. */
const halvedAt = 32;

/** Kept in `storage` under `key`, at most every few requests. */
export function createModel(storage: HomeStorage | undefined, key: string): Model {
  let counts = new Map<string, Map<string, number>>();
  let unsaved = 0;
  let epoch = 0;
  let saving: Promise<unknown> = load().catch(() => {});

  async function load(): Promise<void> {
    const mine = epoch;
    const stored = JSON.parse((await storage?.getItem(key)) ?? "[]") as [string, [string, number][]][];
    if (mine !== epoch) {
      return;
    }
    // What was learned while it was loading counts too.
    for (const [from, successors] of stored) {
      if (!counts.has(from)) {
        counts.set(from, new Map(successors.filter(([, n]) => typeof n === "number")));
      }
    }
  }

  function save(): void {
    if (!storage || ++unsaved < 8) {
      return;
    }
    unsaved = 0;
    const value = JSON.stringify([...counts].map(([from, successors]) => [from, [...successors]]));
    saving = saving.then(() => storage.setItem(key, value)).catch(() => {});
  }

  return {
    learn(from, to) {
      const successors = counts.get(from) ?? new Map<string, number>();
      counts.delete(from);
      counts.set(from, successors);
      const seen = (successors.get(to) ?? 0) + 1;
      successors.delete(to);
      successors.set(to, seen);
      if (successors.size > mostSuccessors) {
        successors.delete(successors.keys().next().value!);
      }
      if (counts.size > mostSources) {
        counts.delete(counts.keys().next().value!);
      }
      let total = 0;
      for (const n of successors.values()) {
        total += n;
      }
      if (total >= halvedAt) {
        for (const [path, n] of successors) {
          successors.set(path, n / 2);
        }
      }
      save();
    },
    next(from, likelihood) {
      let total = 0;
      let best: string | undefined;
      let most = 0;
      for (const [path, n] of counts.get(from) ?? []) {
        total += n;
        if (n > most) {
          [best, most] = [path, n];
        }
      }
      return most >= 2 && most / total >= likelihood ? best : undefined;
    },
    async clear() {
      epoch++;
      counts = new Map();
      await saving;
      await storage?.removeItem(key);
    },
  };
}
