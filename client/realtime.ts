import { HomeError } from "./errors";
import { notify } from "./notices";
import { createRuntime } from "./platform";
import { type Channel, openChannel } from "./realtime-channel";
import { createOutbox } from "./realtime-outbox";
import type { ConnectOptions, HomeSocket, SocketEvents } from "./realtime-types";
import type { Home, HomeCore, NoticeKind } from "./types";

export type { ConnectOptions, HomeSocket, SocketEvents } from "./realtime-types";

const spreadMs = 5000;
const longestMs = 30_000;
const noticeKinds = ["failover", "returned", "moving", "moved", "temporary-region"];

/** Connects home, stays connected, and never leaves the jurisdiction. */
export function connect(home: HomeCore, options: ConnectOptions = {}): HomeSocket {
  const runtime = createRuntime(home.options);
  const listeners = new Map<string, Set<(event: never) => void>>();
  const outbox = createOutbox((message) => {
    channel?.send(message);
    return channel !== undefined;
  });
  let state: HomeSocket["state"] = "connecting";
  let channel: Channel | undefined;
  let session: string | undefined;
  let seen = 0;
  let refreshToken = false;
  let timer: unknown;
  let pause: unknown;
  let acking: unknown;
  let gaps = 0;
  let hangUp = () => {};
  let running = false;
  let url = "";

  const emit = <K extends keyof SocketEvents>(type: K, event: SocketEvents[K]) => {
    for (const listener of [...(listeners.get(type) ?? [])]) {
      (listener as (event: SocketEvents[K]) => void)(event);
    }
  };

  /** One round over the jurisdiction's endpoints; resolves with a channel that is welcome. */
  async function round(found: Home): Promise<Channel | undefined> {
    const token = await home.options.getToken?.({ home: found, refresh: refreshToken });
    refreshToken = false;
    const known = home.status.endpoint;
    const endpoints = [...found.endpoints].sort((a, b) => Number(b.api === known) - Number(a.api === known));
    for (const { websocket } of endpoints) {
      if (state === "closed") {
        return;
      }
      const next = await openChannel({
        url: websocket + (options.path ?? "/"),
        token,
        WebSocket: home.options.WebSocket,
        runtime,
        resume: session ? { session, after: () => seen } : null,
        welcomeMs: options.connectMs ?? 5000,
        jurisdiction: found.jurisdiction,
        onDial: (stop) => {
          hangUp = stop;
        },
      });
      if (next) {
        url = websocket;
        return next;
      }
    }
    return;
  }

  /** Until it is connected or closed. `fresh`: ask the lookup before the first round. */
  async function run(fresh: boolean): Promise<void> {
    if (running) {
      return;
    }
    running = true;
    await search(fresh);
    running = false;
    // What it found was lost again before anybody could look for another.
    if ((state as string) === "connecting") {
      later(false, gapPause());
    }
  }

  async function search(fresh: boolean): Promise<void> {
    for (let tries = 0; state !== "closed"; tries++) {
      try {
        const found = fresh || tries > 0 ? await home.refresh().catch(() => home.ready()) : await home.ready();
        const started = runtime.now();
        const next = await round(found);
        if (next) {
          if ((state as string) === "closed") {
            return next.close(1000);
          }
          const { region } = next.welcome;
          home.emit("measurement", {
            kind: "connect",
            at: started,
            ms: runtime.now() - started,
            region,
            status: 101,
            attempts: tries + 1,
          });
          return adopt(next);
        }
      } catch {
        // No home to connect to yet; the wait below is the response.
      }
      if ((state as string) === "closed") {
        return;
      }
      await new Promise<void>((resolve) => {
        // A token that is refused and an endpoint that is gone look alike here, so a newer token is tried once.
        if (tries === 0) {
          refreshToken = true;
        }
        pause = runtime.setTimeout(resolve, runtime.random() * Math.min(longestMs, 500 * 2 ** tries));
      });
    }
  }

  function adopt(next: Channel): void {
    const before = channel;
    const { session: given, resumed, region, jurisdiction } = next.welcome;
    channel = next;
    state = "open";
    before?.close(1000);
    if (!resumed) {
      const missed = session !== undefined;
      session = given;
      seen = 0;
      outbox.failSent();
      if (missed) {
        emit("reset", { session: given });
      }
    }
    next.onMessage = (message) => channel === next && take(message);
    next.onClose = (code, reason) => channel === next && lost(code, reason);
    outbox.flush();
    emit("open", { region, jurisdiction, resumed });
    next.start();
  }

  function take(message: Record<string, any>): void {
    if (message.type === "event") {
      if (message.seq > seen + 1) {
        gap();
      }
      // A resumed session may repeat what had arrived before the last acknowledgement.
      if (message.seq !== seen + 1) {
        return;
      }
      seen = message.seq;
      gaps = 0;
      // First, so that a listener that closes the socket leaves nothing behind.
      acknowledge();
      emit("message", message.data);
    } else if (message.type === "ack") {
      outbox.settle(message.id);
    } else if (message.type === "error") {
      outbox.settle(
        message.id,
        new HomeError("refused", message.problem?.title ?? "refused", { problem: message.problem }),
      );
    } else if (message.type === "notice" && noticeKinds.includes(message.notice?.kind)) {
      const { kind, region, detail, since } = message.notice;
      notify(home, kind as NoticeKind, { region: region ?? null, detail: detail ?? null, ...(since && { since }) });
      if (message.move) {
        later(true, runtime.random() * spreadMs);
      }
    } else if (message.type === "bye") {
      leave(message.reason, message.retryAfterMs);
    }
  }

  function later(fresh: boolean, ms: number): void {
    runtime.clearTimeout(timer);
    timer = runtime.setTimeout(() => run(fresh), ms);
  }

  /** One acknowledgement for all events of a moment. */
  function acknowledge(): void {
    acking ??= runtime.setTimeout(() => {
      acking = undefined;
      channel?.send({ action: "ack", seq: seen });
    }, 50);
  }

  function lost(code: number, reason: string) {
    if (code === 4401) {
      refreshToken = true;
    }
    drop({ code, reason });
    // Replaced by its own successor is no end.
    if ((code === 4400 || code === 4409) && !running) {
      return end(code === 4409 ? "replaced" : "bad-message");
    }
    run(code === 4421);
  }

  /** The session has what is missing: it is resumed, at once the first time and more slowly while that does not help. */
  function gap(): void {
    gaps++;
    drop({ code: 4000, reason: "gap" });
    if (!running) {
      later(false, gapPause());
    }
  }

  const gapPause = () => (gaps > 1 ? runtime.random() * Math.min(longestMs, 500 * 2 ** gaps) : 0);

  function leave(reason: string, retryAfterMs = 0) {
    if (reason === "token") {
      refreshToken = true;
    }
    if (running) {
      return;
    }
    if (reason === "replaced" || reason === "bad-message") {
      return end(reason);
    }
    drop({ code: 1000, reason });
    later(reason === "moved", reason === "draining" ? Math.min(Number(retryAfterMs) || 0, longestMs) : 0);
  }

  function drop(why: SocketEvents["lost"]): void {
    const before = channel;
    channel = undefined;
    state = "connecting";
    before?.close(1000);
    emit("lost", why);
  }

  function end(reason: string): void {
    if (state === "closed") {
      return;
    }
    state = "closed";
    for (const handle of [timer, pause, acking]) {
      runtime.clearTimeout(handle);
    }
    for (const stop of stops) {
      stop();
    }
    const before = channel;
    channel = undefined;
    before?.close(1000);
    hangUp();
    outbox.fail(reason);
    emit("close", { reason });
  }

  const stops = [
    home.on("notice", (notice) => {
      emit("notice", notice);
      const active = home.home?.endpoints.find(({ api }) => api === home.status.endpoint);
      const elsewhere = channel && active && active.websocket !== url;
      if ((notice.kind === "returned" || notice.kind === "moved") && elsewhere) {
        later(false, runtime.random() * spreadMs);
      }
    }),
  ];
  run(false);
  return {
    get state() {
      return state;
    },
    get region() {
      return channel?.welcome.region ?? null;
    },
    send: (data) =>
      state === "closed" ? Promise.reject(new HomeError("closed", "The socket is closed.")) : outbox.add(data),
    on(type, listener) {
      const all = listeners.get(type) ?? new Set();
      listeners.set(type, all.add(listener as (event: never) => void));
      return () => void all.delete(listener as (event: never) => void);
    },
    close: () => end("closed"),
  };
}
