import { HomeError, isHomeError } from "./errors";
import { createIdempotencyKey } from "./key";
import { createReadCache, type ReadPolicy } from "./offline-reads";
import { createRuntime } from "./platform";
import { pathAtHome, prepare } from "./request";
import { keysOf } from "./storage/keys";
import type { HomeCore, HomeFetch, HomeStorage } from "./types";

/** A write that waits, in the order of `id`. */
export interface QueuedWrite {
  id: string;
  /** Sent as `Idempotency-Key` with every attempt: the server does it once. */
  key: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
  at: string;
}

/** What the app makes of a write that the server refused: send it again as it is or changed, or give it up. */
export type ConflictDecision = "retry" | "drop" | Pick<QueuedWrite, "body"> | Pick<QueuedWrite, "body" | "headers">;

export interface OfflineOptions {
  /** Must be able to list its keys. @default the client's storage */
  storage?: HomeStorage;
  /** Whose writes and reads these are: another user of the device must not see or send them. */
  user: string;
  /** What is kept of which reads. First match counts. @default nothing is kept */
  reads?: readonly ReadPolicy[];
  /** Bytes that all kept reads may take. @default 5 MB */
  maxReadBytes?: number;
  /** Writes that may wait. @default 1000 */
  maxWrites?: number;
  /** A refused write (4xx). Without a response of the app's it is set aside: `setAside()` has it. */
  onConflict?: (
    write: QueuedWrite,
    response: Response,
  ) => ConflictDecision | undefined | Promise<ConflictDecision | undefined>;
}

export interface Offline {
  /**
   * As the client's, but reads may be answered from what is kept, and a write that cannot be sent is queued: it
   * resolves with 202 and the header `x-home-queued: <id>` once it is durable. Rejects with `storage-full` where it cannot be kept.
   */
  fetch: HomeFetch;
  /** Sends what waits, in order, until it is empty or something stops it. Returns how many still wait. */
  replay(): Promise<number>;
  queued(): Promise<QueuedWrite[]>;
  setAside(): Promise<QueuedWrite[]>;
  /** Puts a write that was set aside back at the end, or drops it. */
  resolve(id: string, decision: ConflictDecision): Promise<void>;
  /** At sign-out: forgets everything of this user. */
  clear(): Promise<void>;
  stop(): void;
}

/** Reads and writes that go on without a network. */
export function createOffline(home: HomeCore, options: OfflineOptions): Offline {
  const runtime = createRuntime(home.options);
  const storage = options.storage ?? home.options.storage;
  if (!storage || typeof options.user !== "string" || !options.user) {
    throw new HomeError("bad-option", "Offline needs a storage and the user whose data it keeps.");
  }
  const base = `home-region-offline:${home.options.organization}:${encodeURIComponent(options.user)}:`;
  const waiting = `${base}write:`;
  const aside = `${base}aside:`;
  const reads = createReadCache(home, storage, `${base}read:`, options.reads ?? [], options.maxReadBytes ?? 5_000_000);
  const tab = createIdempotencyKey().slice(0, 8);
  let count = 0;
  let latest = 0;
  let replaying: Promise<number> | undefined;
  let pending: Promise<number> | undefined;

  /** Sorts after everything in `queue`, also where the clock went back. */
  function nextId(queue: readonly string[]): string {
    const end = Number(queue[queue.length - 1]?.slice(waiting.length, waiting.length + 15) ?? 0);
    latest = Math.max(runtime.now(), latest, end + 1);
    return `${String(latest).padStart(15, "0")}-${String(count++).padStart(9, "0")}-${tab}`;
  }

  async function read(place: string): Promise<QueuedWrite | undefined> {
    const item = await storage!.getItem(place);
    return item ? JSON.parse(item) : undefined;
  }

  async function list(prefix: string): Promise<QueuedWrite[]> {
    const items = await Promise.all((await keysOf(storage!, prefix)).map(read));
    return items.filter((item) => item !== undefined);
  }

  /** Writes are worth more than kept reads: those make room first. */
  async function store(key: string, write: QueuedWrite): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await storage!.setItem(key, JSON.stringify(write));
        return;
      } catch (cause) {
        if (tries > 0 || !(await reads.clear())) {
          throw new HomeError("storage-full", "This device cannot keep the write; it was not queued.", { cause });
        }
      }
    }
  }

  const fetch: HomeFetch = async (input, init) => {
    const request = await prepare(input, init);
    const { path: asked, method, headers } = request;
    const again = { ...request.init, method, headers, ...(init?.signal && { signal: init.signal }) };
    if (/^(GET|HEAD|OPTIONS)$/.test(method)) {
      return reads.fetch(asked, { ...again, hedge: init?.hedge }, request);
    }
    const body = request.init.body ?? null;
    if (body !== null && typeof body !== "string") {
      return home.fetch(asked, again);
    }
    // As a header it stands in quotes.
    const key = headers.get("idempotency-key")?.replace(/^"|"$/g, "") ?? createIdempotencyKey();
    // Whoever jumps the queue could be overtaken by what was written before.
    const queue = await keysOf(storage!, waiting);
    if (queue.length === 0) {
      try {
        return await home.fetch(asked, { ...again, idempotencyKey: key });
      } catch (error) {
        if (!unreachable(error)) {
          throw error;
        }
      }
    }
    if (queue.length >= (options.maxWrites ?? 1000)) {
      throw new HomeError("storage-full", `${queue.length} writes wait already; this one was not queued.`);
    }
    const path = home.home ? pathAtHome(asked, home.home) : asked;
    if (!path.startsWith("/")) {
      throw new HomeError("outside-home", `"${asked}" is no path ("/v1/…").`);
    }
    const kept = Object.fromEntries(headers);
    delete kept["idempotency-key"];
    delete kept.authorization;
    const time = new Date(runtime.now()).toISOString();
    const write: QueuedWrite = { id: nextId(queue), key, method, path, headers: kept, body, at: time };
    await store(waiting + write.id, write);
    if (queue.length > 0) {
      replay().catch(() => {});
    }
    return new Response(null, { status: 202, headers: { "x-home-queued": write.id } });
  };

  /** A call while a replay runs gets the next one: the running one may have passed the end of the queue. */
  function replay(): Promise<number> {
    if (!replaying) {
      replaying = turn();
      return replaying;
    }
    pending ??= replaying
      .catch(() => {})
      .then(() => {
        pending = undefined;
        replaying = turn();
        return replaying;
      });
    return pending;
  }

  /** One tab at a time, so that the order holds. */
  function turn(): Promise<number> {
    return runtime.exclusively(`${base}replay`, drain).finally(() => {
      replaying = undefined;
    });
  }

  async function drain(): Promise<number> {
    const judged = new Set<string>();
    for (;;) {
      const places = await keysOf(storage!, waiting);
      if (places.length === 0) {
        return 0;
      }
      for (const [sent, place] of places.entries()) {
        const write = await read(place);
        if (write && !(await send(write, judged))) {
          return places.length - sent;
        }
      }
    }
  }

  /** False where the queue has to wait. */
  async function send(write: QueuedWrite, judged: Set<string>): Promise<boolean> {
    const { id, key, method, path, headers, body } = write;
    let response: Response;
    try {
      response = await home.fetch(path, { method, headers, body, idempotencyKey: key });
    } catch (error) {
      if (unreachable(error)) {
        return false;
      }
      throw error;
    }
    const { status } = response;
    // Not this write's fault: try again later, in the same order. A 409 that says when: its first attempt still runs.
    const running = status === 409 && response.headers.has("retry-after");
    if (status >= 500 || running || [401, 408, 421, 425, 429].includes(status)) {
      return false;
    }
    if (status < 400) {
      await storage!.removeItem(waiting + id);
      return true;
    }
    const decision = await options.onConflict?.(write, response);
    // The server keeps what it has done under a key, not what it refused. So the same again keeps its key: should it have been
    // done in another Region, that will be found. What is changed is another write (422 under the old key).
    const changed = decision !== "retry" || status === 422;
    const next = {
      ...write,
      ...(typeof decision === "object" && decision),
      ...(changed && { key: createIdempotencyKey() }),
    };
    if (decision === undefined) {
      await store(aside + id, next);
    }
    if (decision === undefined || decision === "drop") {
      await storage!.removeItem(waiting + id);
      return true;
    }
    await store(waiting + id, next);
    const first = !judged.has(id);
    judged.add(id);
    return first;
  }

  const stop = home.on("status", ({ state }) => {
    if (state === "home" || state === "failover") {
      replay().catch(() => {});
    }
  });
  const online = () => void replay().catch(() => {});
  const events = globalThis as { addEventListener?: any; removeEventListener?: any };
  events.addEventListener?.("online", online);

  return {
    fetch,
    replay,
    queued: () => list(waiting),
    setAside: () => list(aside),
    async resolve(id, decision) {
      const write = await read(aside + id);
      if (!write) {
        return;
      }
      // With the key that it was set aside with: should this be cut short and done again, it is still one write.
      const again = {
        ...write,
        ...(typeof decision === "object" && decision),
        id: nextId(await keysOf(storage, waiting)),
      };
      if (decision !== "drop") {
        await store(waiting + again.id, again);
      }
      await storage.removeItem(aside + id);
    },
    async clear() {
      for (const key of await keysOf(storage, base)) {
        await storage.removeItem(key);
      }
      await reads.clear();
    },
    stop() {
      stop();
      events.removeEventListener?.("online", online);
    },
  };
}

const unreachable = (error: unknown) =>
  ["offline", "unreachable", "timeout", "lookup-unreachable", "response-expired"].some((code) =>
    isHomeError(error, code as HomeError["code"]),
  );
