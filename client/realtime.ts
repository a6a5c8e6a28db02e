import { createEmitter } from "./emitter";
import { HomeError, isHomeError } from "./errors";
import { notify } from "./notices";
import { createRuntime, platform } from "./platform";
import type { Channel } from "./realtime-channel";
import { createOutbox } from "./realtime-outbox";
import { createPace, herdMs, livedMs } from "./realtime-pace";
import { createSearch } from "./realtime-search";
import type { ConnectOptions, HomeSocket, SocketEvents } from "./realtime-types";
import type { HomeCore, NoticeKind } from "./types";

export type { ConnectOptions, HomeSocket, SocketEvents } from "./realtime-types";

const noticeKinds = ["failover", "returned", "moving", "moved", "temporary-region"];

/** Connects home, stays connected, and never leaves the jurisdiction. */
export function connect(home: HomeCore, options: ConnectOptions = {}): HomeSocket {
  const runtime = createRuntime(home.options);
  const { on, emit } = createEmitter<SocketEvents>();
  const pace = createPace(runtime);
  const { messageBytes = 32 * 1024, bufferBytes = 1024 * 1024 } = options.limits ?? {};
  const search = createSearch(home, options, {
    runtime,
    pace,
    resume: () => (session ? { session, after: () => seen } : null),
    failed(error, retryInMs) {
      emit("error", { error, retryInMs });
      // No round can come to anything.
      if (isHomeError(error, "bad-token")) {
        end(error.code, error);
      }
    },
  });
  const outbox = createOutbox(
    (frame) => {
      channel?.send(frame);
      return channel !== undefined;
    },
    { message: messageBytes, buffer: bufferBytes },
  );
  let state: HomeSocket["state"] = "connecting";
  let channel: Channel | undefined;
  let session: string | undefined;
  let seen = 0;
  let timer: unknown;
  let acking: unknown;
  let living: unknown;
  let gaps = 0;
  let running = false;

  /** Until it is connected or closed. `fresh`: ask the lookup before the first round. */
  async function run(fresh: boolean): Promise<void> {
    if (running) {
      return;
    }
    running = true;
    const next = await search.find(fresh);
    running = false;
    if (next) {
      adopt(next);
    }
  }

  function adopt(next: Channel): void {
    const before = channel;
    const { session: given, resumed, region, jurisdiction } = next.welcome;
    channel = next;
    state = "open";
    before?.close(1000);
    runtime.clearTimeout(living);
    living = runtime.setTimeout(pace.lived, livedMs);
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
        later(true, runtime.random() * herdMs);
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
      channel?.send(JSON.stringify({ action: "ack", seq: seen }));
    }, 50);
  }

  function lost(code: number, reason: string) {
    if (code === 4401) {
      search.refreshToken();
    }
    outbox.closed(code);
    drop({ code, reason });
    if (running) {
      return;
    }
    // Replaced by its own successor is no end.
    if (code === 4400 || code === 4409) {
      return end(code === 4409 ? "replaced" : "bad-message");
    }
    later(code === 4421, pace.after([1001, 4421, 4503].includes(code)));
  }

  /** The session has what is missing: it is resumed, at once the first time and more slowly while that does not help. */
  function gap(): void {
    drop({ code: 4000, reason: "gap" });
    const ms = gaps++ && pace.after(false);
    if (!running) {
      later(false, ms);
    }
  }

  function leave(reason: string, retryAfterMs: unknown) {
    if (reason === "token") {
      search.refreshToken();
    }
    if (running) {
      return;
    }
    if (reason === "replaced" || reason === "bad-message") {
      return end(reason);
    }
    drop({ code: 1000, reason });
    later(reason === "moved", pace.after(reason !== "token", retryAfterMs));
  }

  function drop(why: SocketEvents["lost"]): void {
    const before = channel;
    channel = undefined;
    state = "connecting";
    runtime.clearTimeout(living);
    pace.failed();
    before?.close(1000);
    emit("lost", why);
  }

  function end(reason: string, error?: HomeError): void {
    if (state === "closed") {
      return;
    }
    state = "closed";
    for (const handle of [timer, acking, living]) {
      runtime.clearTimeout(handle);
    }
    for (const stop of stops) {
      stop();
    }
    const before = channel;
    channel = undefined;
    before?.close(1000);
    search.stop();
    outbox.fail(error ?? new HomeError("closed", `The socket is closed: ${reason}.`));
    emit("close", { reason });
  }

  function online(): void {
    if (running) {
      search.hurry();
    } else if (state === "connecting") {
      later(false, 0);
    }
  }
  platform.addEventListener?.("online", online);

  const stops = [
    () => platform.removeEventListener?.("online", online),
    home.on("status", ({ why }) => why === "recovered" && online()),
    home.on("notice", (notice) => {
      emit("notice", notice);
      const active = home.home?.endpoints.find(({ api }) => api === home.status.endpoint);
      const elsewhere = channel && active && active.websocket !== channel?.websocket;
      if ((notice.kind === "returned" || notice.kind === "moved") && elsewhere) {
        later(false, runtime.random() * herdMs);
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
    get bufferedAmount() {
      return outbox.bytes;
    },
    on,
    close: () => end("closed"),
  };
}
