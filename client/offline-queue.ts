import { HomeError } from "./errors";
import { createIdempotencyKey } from "./key";
import type { QueuedWrite, SetAsideReason, SetAsideWrite } from "./offline-types";
import type { Runtime } from "./platform";
import type { BoundedStorage } from "./storage/bounded";

/** The stored queue: an item a write, in the order of calls, also among tabs that share the storage. */
export interface Queue {
  readonly length: number;
  /** Waits until the end of the queue is known. Where the clock is behind it, other tabs' writes have to be listed for that. */
  ready(): Promise<void>;
  /** The id of a new write: after everything that is known. It has its place now, though it is not stored yet. */
  take(): string;
  /** Stores a write under a taken id. Kept reads make room for it; HomeError `storage-full` where that is not enough. */
  enter(write: QueuedWrite): Promise<void>;
  /** Gives a place up. */
  leave(id: string): void;
  /** A write that is not stored keeps its place. */
  keepInMemory(id: string): void;
  first(): string | undefined;
  last(): string | undefined;
  /** Whether it has a place, and is not stored yet. */
  isEntering(id: string): boolean;
  /** Whether `id` is stored; false where it took too long and has lost its place. */
  stored(id: string): Promise<boolean>;
  has(id: string): boolean;
  /** What other tabs have put there and taken away. */
  refresh(): Promise<void>;
  /** Undefined where it is gone, `raw` where it is no write. */
  read(id: string): Promise<Stored>;
  /** Stores it anew, unless it was removed or changed meanwhile: false. */
  update(write: QueuedWrite, was: QueuedWrite): Promise<boolean>;
  remove(id: string): Promise<void>;
  aside(write: QueuedWrite, reason: SetAsideReason): Promise<SetAsideWrite>;
  readAside(id: string): Promise<SetAsideWrite | undefined>;
  dropAside(id: string): Promise<void>;
  waiting(): Promise<QueuedWrite[]>;
  setAside(): Promise<SetAsideWrite[]>;
  reset(): void;
}

export type Stored = QueuedWrite | { raw: string; message: string } | undefined;

/** How long a write may take to be read from the caller and stored before later ones pass it. */
const enteringMs = 10_000;

export function createQueue(
  storage: BoundedStorage,
  base: string,
  runtime: Runtime,
  makeRoom: () => Promise<boolean>,
): Queue {
  const waiting = `${base}write:`;
  const aside = `${base}aside:`;
  const tab = createIdempotencyKey().slice(0, 8);
  /** Sorted. Begins with what this tab has listed, and has at its end what it has taken since. */
  let ids: string[] = [];
  const inMemory = new Set<string>();
  let entering = new Map<string, { done: Promise<void>; end(): void }>();
  let latest = 0;
  let count = 0;

  /** Sorts after everything that is known, also where the clock went back. */
  function nextId(): string {
    const last = ids[ids.length - 1] ?? "";
    latest = Math.max(runtime.now(), latest, last.endsWith(tab) ? 0 : (Number(last.slice(0, 15)) || 0) + 1);
    return `${String(latest).padStart(15, "0")}-${String(count++).padStart(9, "0")}-${tab}`;
  }

  function leave(id: string): void {
    const index = ids[0] === id ? 0 : ids.indexOf(id);
    if (index >= 0) {
      ids.splice(index, 1);
    }
    inMemory.delete(id);
    entered(id);
  }

  function entered(id: string): void {
    entering.get(id)?.end();
    entering.delete(id);
  }

  /** Writes are worth more than kept reads: those make room first. */
  async function store(key: string, write: QueuedWrite): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await storage.set(key, JSON.stringify(write));
      } catch (cause) {
        if (tries > 0 || !(await makeRoom().catch(() => false))) {
          throw new HomeError("storage-full", "This device cannot keep the write; it was not queued.", { cause });
        }
      }
    }
  }

  async function refresh(): Promise<void> {
    const before = new Set(ids.filter((id) => !entering.has(id) && !inMemory.has(id)));
    const all = ids;
    const listed = (await storage.keys(waiting)).map((key) => key.slice(waiting.length));
    // What came or went here while it was listed is known better here.
    const left = new Set(ids);
    const mine = ids.filter((id) => !before.has(id));
    if (all === ids) {
      ids = [...new Set([...listed.filter((id) => left.has(id) || !before.has(id)), ...mine])].sort();
    }
  }

  async function list<T extends QueuedWrite>(prefix: string): Promise<T[]> {
    const keys = await storage.keys(prefix);
    const items: (string | null)[] = [];
    // Some at a time: each may be a file.
    for (let start = 0; start < keys.length; start += 64) {
      items.push(...(await Promise.all(keys.slice(start, start + 64).map(storage.get))));
    }
    return items.map(parse).filter((item): item is T => item !== undefined && !("raw" in item));
  }

  const loaded = refresh().catch(() => {});

  return {
    get length() {
      return ids.length;
    },
    async ready() {
      await loaded;
      if (runtime.now() < latest) {
        await refresh().catch(() => {});
      }
    },
    take() {
      const id = nextId();
      ids.push(id);
      let end!: () => void;
      const done = new Promise<void>((resolve) => {
        end = resolve;
      });
      entering.set(id, { done, end });
      return id;
    },
    async enter(write) {
      await store(waiting + write.id, write);
      entered(write.id);
    },
    leave,
    keepInMemory(id) {
      inMemory.add(id);
      entered(id);
    },
    first: () => ids[0],
    last: () => ids[ids.length - 1],
    isEntering: (id) => entering.has(id),
    async stored(id) {
      const entry = entering.get(id);
      if (!entry) {
        return true;
      }
      let timer: unknown;
      const late = new Promise<void>((resolve) => {
        timer = runtime.setTimeout(resolve, enteringMs);
      });
      await Promise.race([entry.done, late]);
      runtime.clearTimeout(timer);
      if (entering.get(id) === entry) {
        leave(id);
      }
      return ids.includes(id);
    },
    has: (id) => ids.includes(id),
    refresh,
    async read(id) {
      const item = parse(await storage.get(waiting + id));
      return item && "key" in item ? { ...item, id } : item;
    },
    async update(write, was) {
      const now = parse(await storage.get(waiting + was.id));
      if (!now || "raw" in now || now.key !== was.key || now.body !== was.body) {
        return false;
      }
      await store(waiting + was.id, write);
      return true;
    },
    async remove(id) {
      leave(id);
      await storage.remove(waiting + id);
    },
    async aside(write, reason) {
      const kept = { ...write, reason };
      await store(aside + write.id, kept);
      leave(write.id);
      await storage.remove(waiting + write.id);
      return kept;
    },
    async readAside(id) {
      const item = parse(await storage.get(aside + id));
      return item && "raw" in item ? undefined : (item as SetAsideWrite | undefined);
    },
    dropAside: (id) => storage.remove(aside + id),
    waiting: () => list(waiting),
    setAside: () => list(aside),
    reset() {
      ids = [];
      inMemory.clear();
      for (const { end } of entering.values()) {
        end();
      }
      entering = new Map();
    },
  };
}

/** What is stored, checked: another version of the app, or somebody's hand, may have written it. */
function parse(item: string | null): Stored {
  if (item === null) {
    return;
  }
  try {
    const write = JSON.parse(item) as SetAsideWrite;
    const { id, key, method, path, headers, body } = write;
    const texts = [id, key, method, path, body ?? ""].every((text) => typeof text === "string");
    new Headers(headers);
    if (texts && (write.reason || (key && /^[\w!#$%&'*+.^`|~-]+$/.test(method) && path.startsWith("/")))) {
      return write;
    }
    return { raw: item, message: "no write" };
  } catch (error) {
    return { raw: item, message: String(error) };
  }
}
