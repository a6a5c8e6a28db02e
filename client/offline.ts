import { createEmitter } from "./emitter";
import { HomeError } from "./errors";
import { createIdempotencyKey } from "./key";
import { createQueue } from "./offline-queue";
import { createReadCache } from "./offline-reads";
import { createSender, type WaitingCall } from "./offline-sender";
import { createRetryTimer } from "./offline-timer";
import { inTurn } from "./offline-turn";
import type { Offline, OfflineEvents, OfflineOptions, QueuedWrite } from "./offline-types";
import { writeOf } from "./offline-write";
import { allowed, createRuntime, platform } from "./platform";
import { prepare } from "./request";
import { reasonOf, throwIfAborted } from "./scope";
import { boundStorage } from "./storage/bounded";
import { checkListed } from "./storage/keys";
import type { HomeCore, HomeFetch, HomeRequestInit } from "./types";

export type * from "./offline-types";

/** Reads and writes that go on without a network. */
export function createOffline(home: HomeCore, options: OfflineOptions): Offline {
  const runtime = createRuntime(home.options);
  const given = options.storage ?? home.options.storage;
  if (!given || typeof options.user !== "string" || !options.user) {
    throw new HomeError("bad-option", "Offline needs a storage and the user whose data it keeps.");
  }
  checkListed(given);
  const base = `home-region-offline:${home.options.organization}:${encodeURIComponent(options.user)}:`;
  const storage = boundStorage(given, runtime);
  const reads = createReadCache(home, storage, `${base}read:`, options.reads ?? [], options.maxReadBytes ?? 5_000_000);
  const queue = createQueue(storage, base, runtime, reads.clear);
  const events = createEmitter<OfflineEvents>();
  const calls = new Map<string, WaitingCall>();
  const timer = createRetryTimer(runtime, () => void replay().catch(() => {}));
  const sender = createSender(
    { home, runtime, queue, timer, calls, options, emit, done: reads.written },
    (id, decision) => (decision ? resolve(id, decision) : undefined),
  );
  const patienceMs = home.options.timeouts?.wholeMs ?? 30_000;
  let stopped = false;
  let replaying: Promise<number> | undefined;
  let pending: Promise<number> | undefined;
  let asked = false;

  function emit<K extends keyof OfflineEvents>(type: K, event: Omit<OfflineEvents[K], "length">): void {
    events.emit(type, { ...event, length: queue.length } as OfflineEvents[K]);
  }

  // What an earlier start has left is sent at once.
  queue.ready().then(() => {
    if (!stopped && queue.length > 0) {
      replay().catch(() => {});
    }
  });

  async function write(input: Parameters<HomeFetch>[0], init: HomeRequestInit | undefined): Promise<Response> {
    const { signal: life } = sender;
    const abort = init?.signal ?? (input as Request).signal;
    await queue.ready();
    let id = queue.take();
    try {
      const request = await prepare(input, init);
      // What took too long has lost its place.
      id = queue.has(id) ? id : queue.take();
      throwIfAborted(life);
      throwIfAborted(abort);
      const { write, unkept } = writeOf(id, request, home.home, runtime.now());
      const full = queue.length > (options.maxWrites ?? 1000);
      const behind = isBehind();
      if (full && behind) {
        throw tooMany();
      }
      const reason =
        unkept ??
        (full
          ? tooMany()
          : await queue.enter(write).then(
              () => undefined,
              (error) => error,
            ));
      throwIfAborted(life);
      if (reason) {
        queue.keepInMemory(id);
      }
      const body = write.body ?? request.init.body ?? null;
      const response = call(
        write,
        { ...init, ...request.init, body, method: write.method, headers: request.headers },
        abort,
        reason,
      );
      if (isBehind() && !reason) {
        calls.get(id)?.queued();
        timer.wake();
      } else {
        replay().catch(() => {});
      }
      return await response;
    } catch (error) {
      await queue.remove(id).catch(() => {});
      throw error;
    }
  }

  const tooMany = () =>
    new HomeError("storage-full", `${queue.length - 1} writes wait already; this one was not queued.`);

  /** Whether something waits whose call has ended. */
  function isBehind(): boolean {
    const first = queue.first();
    return first !== undefined && !calls.has(first) && !queue.isEntering(first);
  }

  /** Resolves when its write was sent, or waits. `reason`: it is not stored, so it cannot wait. */
  function call(
    write: QueuedWrite,
    init: HomeRequestInit,
    signal: AbortSignal | null | undefined,
    reason: HomeError | undefined,
  ): Promise<Response> {
    const { id } = write;
    return new Promise((resolve, reject) => {
      const end = () => {
        calls.delete(id);
        runtime.clearTimeout(patience);
        signal?.removeEventListener("abort", withdraw);
      };
      const entry: WaitingCall = {
        write,
        init,
        sending: false,
        resolve(response) {
          end();
          resolve(response);
        },
        reject(error) {
          end();
          reject(error);
        },
        queued() {
          end();
          if (reason) {
            return reject(reason);
          }
          persist();
          emit("queued", { write });
          resolve(new Response(null, { status: 202, headers: { "x-home-queued": id } }));
        },
      };
      const withdraw = () => {
        if (!entry.sending) {
          entry.reject(signal && reasonOf(signal));
          emit("removed", { id });
        }
      };
      const patience = runtime.setTimeout(() => entry.sending || entry.queued(), patienceMs);
      signal?.addEventListener("abort", withdraw);
      calls.set(id, entry);
    });
  }

  /** Once, when there is something to lose: Firefox asks the user. */
  function persist(): void {
    if (!asked) {
      asked = true;
      Promise.resolve(allowed(() => platform.navigator?.storage?.persist?.())).catch(() => {});
    }
  }

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
  async function turn(): Promise<number> {
    try {
      let more = true;
      while (more) {
        more = await inTurn(runtime, `${base}replay`, async () => {
          // Without its list, what this tab knows is sent all the same.
          const listing = await queue.refresh().catch((error) => ({ error }));
          const left = await sender.drain();
          if (listing) {
            throw listing.error;
          }
          return left;
        });
      }
      return queue.length;
    } catch (error) {
      sender.wait(null, error);
      throw error;
    } finally {
      replaying = undefined;
    }
  }

  async function resolve(id: string, decision: Parameters<Offline["resolve"]>[1]): Promise<void> {
    const aside = await queue.readAside(id);
    const write = aside ?? (await queue.read(id));
    if (!write || "raw" in write) {
      return decision === "drop" ? queue.remove(id) : undefined;
    }
    const { reason: _, tries: __, failingSince: ___, ...own } = write as typeof write & { reason?: unknown };
    if (decision !== "drop") {
      // What was set aside has a key for what it becomes: should this be cut short and done again, it is still one write.
      const key = !aside && typeof decision === "object" ? createIdempotencyKey() : write.key;
      const next = { ...own, ...(typeof decision === "object" && decision), key };
      if (aside) {
        const place = queue.take();
        try {
          await queue.enter({ ...next, id: place });
        } catch (error) {
          queue.leave(place);
          throw error;
        }
      } else {
        await queue.update(next, write);
      }
      if (!stopped) {
        replay().catch(() => {});
      }
    }
    if (aside) {
      await queue.dropAside(id);
    } else if (decision === "drop") {
      await queue.remove(id);
    }
    if (decision === "drop") {
      emit("removed", { id });
    }
  }

  function endCalls(): void {
    const closed = new HomeError("closed", "The user has signed out.");
    sender.abort(closed);
    timer.clear();
    for (const entry of [...calls.values()]) {
      entry.reject(closed);
    }
    queue.reset();
  }

  const wake = () => timer.wake();
  const offs = [
    home.on("status", ({ state }) => /^(home|failover)$/.test(state) && wake()),
    // Whatever succeeds beside the queue.
    home.on("measurement", ({ kind, status = 0 }) => kind === "request" && status >= 200 && status < 400 && wake()),
  ];
  const online = () => void replay().catch(() => {});
  platform.addEventListener?.("online", online);

  return {
    fetch: async (input, init) => {
      if (!/^(GET|HEAD|OPTIONS)$/i.test(init?.method ?? (input as Request).method ?? "GET")) {
        return write(input, init);
      }
      const request = await prepare(input, init);
      const { method, headers } = request;
      return reads.fetch(request.path, { ...init, ...request.init, method, headers }, request);
    },
    get length() {
      return queue.length;
    },
    replay,
    queued: queue.waiting,
    setAside: queue.setAside,
    resolve,
    on: events.on,
    async clear() {
      endCalls();
      await reads.clear();
      await storage.settled();
      for (const key of await storage.keys(base)) {
        await storage.remove(key);
      }
      // What was listed or begun meanwhile.
      endCalls();
    },
    stop() {
      stopped = true;
      timer.stop();
      for (const off of offs) {
        off();
      }
      platform.removeEventListener?.("online", online);
    },
  };
}
