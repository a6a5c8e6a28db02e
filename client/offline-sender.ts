import { type HomeError, isHomeError } from "./errors";
import { createIdempotencyKey } from "./key";
import type { Queue } from "./offline-queue";
import type { RetryTimer } from "./offline-timer";
import type { OfflineEvents, OfflineOptions, QueuedWrite, SetAsideReason } from "./offline-types";
import type { Runtime } from "./platform";
import { drop } from "./request";
import { reasonOf } from "./scope";
import type { HomeCore, HomeRequestInit } from "./types";

/** A call that waits for its write to be sent. */
export interface WaitingCall {
  write: QueuedWrite;
  init: HomeRequestInit;
  sending: boolean;
  resolve(response: Response): void;
  reject(error: unknown): void;
  /** It waits, and the call has its 202. */
  queued(): void;
}

export interface SenderParts {
  home: HomeCore;
  runtime: Runtime;
  queue: Queue;
  timer: RetryTimer;
  calls: Map<string, WaitingCall>;
  options: OfflineOptions;
  emit<K extends keyof OfflineEvents>(type: K, event: Omit<OfflineEvents[K], "length">): void;
  /** A write to `path` was done. */
  done(path: string, response: Response): Promise<void>;
}

/** How long `onConflict` may take before later writes go on. What it then says is done all the same. */
const decisionMs = 60_000;

export const isUnreachable = (error: unknown): boolean =>
  ["offline", "unreachable", "timeout", "lookup-unreachable", "response-expired"].some((code) =>
    isHomeError(error, code as HomeError["code"]),
  );

/**
 * Sends one write after the other. `drain` returns when nothing waits or something stops it; nobody else drains meanwhile. `late` is for a decision of the app's that came after its time.
 */
export interface Sender {
  drain(): Promise<boolean>;
  /** Says what the matter is, and when it is tried again. Ends the calls that wait. */
  wait(status: number | null, error: unknown, retryAfter?: string | null): void;
  /** Ends at the sign-out. */
  readonly signal: AbortSignal;
  /** Ends what is under way. */
  abort(reason: unknown): void;
}

export function createSender(
  { home, runtime, queue, timer, calls, options, emit, done }: SenderParts,
  late: (id: string, decision: Awaited<ReturnType<NonNullable<OfflineOptions["onConflict"]>>>) => void,
): Sender {
  const { tries: mostTries = 10, seconds: mostSeconds = 86_400 } = options.giveUpAfter ?? {};
  const unread = new Map<string, number>();
  let life = new AbortController();

  /**
   * What was listed, up to the last of this tab's own calls: other tabs' later writes are theirs to send, so that their calls get the
   * responses. True where more waits, to be listed anew: another tab's write may come first.
   */
  async function drain(): Promise<boolean> {
    const last = [...calls.keys()].sort().pop() ?? queue.last();
    const judged = new Set<string>();
    const { signal } = life;
    for (;;) {
      const id = queue.first();
      if (id === undefined || id > last!) {
        timer.clear();
        return id !== undefined;
      }
      if ((await queue.stored(id)) && !signal.aborted && !(await next(id, judged, signal))) {
        return false;
      }
      if (signal.aborted) {
        return false;
      }
    }
  }

  /** False where the queue has to wait. */
  async function next(id: string, judged: Set<string>, signal: AbortSignal): Promise<boolean> {
    const call = calls.get(id);
    const write = call?.write ?? (await read(id));
    if (write === undefined) {
      // Another tab has sent it.
      queue.leave(id);
      return true;
    }
    if ("raw" in write) {
      const broken = { id, key: createIdempotencyKey(), method: "", path: "", headers: {}, body: write.raw, at: "" };
      return setAside(broken, { code: "unreadable", status: null, message: write.message });
    }
    if (call) {
      call.sending = true;
    }
    let response: Response;
    try {
      const { method, path, headers, body, key } = write;
      const init = call?.init ?? { method, headers, body };
      response = await home.fetch(path, { ...init, idempotencyKey: key, signal: either(signal, call?.init.signal) });
    } catch (error) {
      return signal.aborted ? false : failed(write, call, error);
    }
    if (signal.aborted) {
      return false;
    }
    const { status } = response;
    if (status < 400) {
      await finish(id);
      await done(write.path, response);
      call ? call.resolve(response) : emit("sent", { write, status });
      return true;
    }
    // A 409 that says when: its first attempt still runs. An earlier attempt may run on behind the other refusals too, so that
    // the next write would overtake it: they wait, though their call could be told.
    const running = status === 409 && response.headers.has("retry-after");
    const busy = running || [408, 425, 429, 502, 503, 504].includes(status);
    if (call && !busy) {
      await finish(id);
      call.resolve(response);
      return true;
    }
    // Not this write's fault: try again later, in the same order.
    if (busy || status >= 500 || status === 401 || status === 421) {
      drop(response);
      return later(write, { status, error: undefined }, response.headers.get("retry-after"));
    }
    return conflict(write, response, judged, signal);
  }

  /** A storage that gives out all but this one item must not stop the queue. */
  async function read(id: string): Promise<Awaited<ReturnType<Queue["read"]>>> {
    try {
      return await queue.read(id);
    } catch (error) {
      const failures = (unread.get(id) ?? 0) + 1;
      unread.set(id, failures);
      if (failures < mostTries) {
        throw error;
      }
      unread.delete(id);
      return { raw: "", message: messageOf(error) };
    }
  }

  /** Its place is free, whatever the storage says: the key keeps it from being done again. */
  async function finish(id: string): Promise<void> {
    await queue.remove(id).catch(() => {});
  }

  async function failed(write: QueuedWrite, call: WaitingCall | undefined, error: unknown): Promise<boolean> {
    if (call && !isUnreachable(error)) {
      await finish(write.id);
      call.reject(error);
      return true;
    }
    return later(write, { status: null, error });
  }

  async function later(
    write: QueuedWrite,
    { status, error }: { status: number | null; error: unknown },
    retryAfter?: string | null,
  ): Promise<boolean> {
    // A write's own fault may be a 500 or a redirect; what else home answers may be an outage. Where it says nothing, or wants a
    // sign-in, time does not count.
    const ownFault =
      status === null ? isHomeError(error, "outside-home") : status >= 500 && !/^50[234]$/.test(`${status}`);
    if (ownFault || isHomeError(error, "misrouted") || (status ?? 401) !== 401) {
      const tries = (write.tries ?? 0) + Number(ownFault);
      const now = runtime.now();
      const next = { ...write, tries, failingSince: write.failingSince ?? new Date(now).toISOString() };
      if (tries >= mostTries || now - Date.parse(next.failingSince) >= mostSeconds * 1000) {
        return setAside(next, { code: "failing", status, message: messageOf(error) });
      }
      await queue.update(next, write);
    }
    wait(status, error, retryAfter);
    return false;
  }

  function wait(status: number | null, error: unknown, retryAfter?: string | null): void {
    for (const call of [...calls.values()]) {
      call.queued();
    }
    emit("waiting", { status, error, until: new Date(timer.failed(retryAfter)).toISOString() });
  }

  async function setAside(write: QueuedWrite, reason: SetAsideReason): Promise<boolean> {
    emit("set-aside", { write: await queue.aside(write, reason) });
    return true;
  }

  /** The server keeps what it has done under a key, not what it refused. So the same again keeps its key: should it have been
   * done in another Region, that will be found. What is changed is another write (422 under the old key). */
  async function conflict(
    write: QueuedWrite,
    response: Response,
    judged: Set<string>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { id } = write;
    const { status } = response;
    let decision: Awaited<ReturnType<typeof decide>>;
    try {
      decision = await decide(write, response);
    } catch (error) {
      if (isUnreachable(error)) {
        return later(write, { status: null, error });
      }
      return setAside(write, { code: "undecided", status, message: messageOf(error) });
    }
    if (signal.aborted) {
      return false;
    }
    if (decision === "drop") {
      await queue.remove(id);
      emit("removed", { id });
      return true;
    }
    const changed = decision !== "retry" || status === 422;
    const next = {
      ...write,
      ...(typeof decision === "object" && decision),
      ...(changed && { key: createIdempotencyKey() }),
    };
    const tries = (write.tries ?? 0) + 1;
    if (decision === undefined || tries >= mostTries) {
      return setAside(next, { code: decision ? "failing" : "refused", status, message: "" });
    }
    await queue.update({ ...next, tries }, write);
    if (judged.has(id)) {
      wait(status, undefined);
      return false;
    }
    judged.add(id);
    return true;
  }

  async function decide(write: QueuedWrite, response: Response) {
    const asked = Promise.resolve(options.onConflict?.(write, response));
    let timer: unknown;
    const limit = new Promise<never>((_, reject) => {
      timer = runtime.setTimeout(() => {
        asked.then((decision) => late(write.id, decision)).catch(() => {});
        reject(new Error(`onConflict took more than ${decisionMs / 1000} s`));
      }, decisionMs);
    });
    try {
      return await Promise.race([asked, limit]);
    } finally {
      runtime.clearTimeout(timer);
    }
  }

  return {
    drain,
    wait,
    get signal() {
      return life.signal;
    },
    abort(reason) {
      life.abort(reason);
      life = new AbortController();
    },
  };
}

const messageOf = (error: unknown) => (error === undefined ? "" : String((error as Error)?.message ?? error));

/** Ends with either. Not every platform has `AbortSignal.any`, which lets go of what it listens to. */
export function either(own: AbortSignal, other: AbortSignal | null | undefined): AbortSignal {
  const { any } = AbortSignal as { any?(signals: AbortSignal[]): AbortSignal };
  if (!other || any) {
    return other ? any!.call(AbortSignal, [own, other]) : own;
  }
  const both = new AbortController();
  for (const signal of [own, other]) {
    const end = () => both.abort(reasonOf(signal));
    signal.aborted ? end() : signal.addEventListener("abort", end, { once: true });
  }
  return both.signal;
}
