import type { ReadPolicy } from "./offline-reads";
import type { HomeFetch, HomeStorage } from "./types";

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
  /** How often the server has failed at it. */
  tries?: number;
  /** Since when home has answered without doing it. ISO 8601. */
  failingSince?: string;
}

/** Why a write was set aside. */
export interface SetAsideReason {
  /**
   * `refused`: a 4xx, and the app has not decided. `failing`: answered without success for too long. `unreadable`: what is stored is no
   * write; `body` is what is stored. `undecided`: `onConflict` threw or took too long.
   */
  code: "refused" | "failing" | "unreadable" | "undecided";
  /** What was answered; null where nothing was. */
  status: number | null;
  /** The error's message; "" where there was none. */
  message: string;
}

export interface SetAsideWrite extends QueuedWrite {
  reason: SetAsideReason;
}

/** What the app makes of a write that the server refused: send it again as it is or changed, or give it up. */
export type ConflictDecision = "retry" | "drop" | Pick<QueuedWrite, "body"> | Pick<QueuedWrite, "body" | "headers">;

/** What happens to the queue; `length` is how many writes wait after it. */
export interface OfflineEvents {
  /** A write could not be sent now: its call has ended with 202. */
  queued: { write: QueuedWrite; length: number };
  /** A write that waited was done. */
  sent: { write: QueuedWrite; status: number; length: number };
  /** Nothing can be sent now. `status` is what home answered, or `error` says what is the matter; `until` is when it is tried again. */
  waiting: { status: number | null; error: unknown; until: string; length: number };
  "set-aside": { write: SetAsideWrite; length: number };
  /** Dropped by the app: by `onConflict`, `resolve` or the abort of its call. */
  removed: { id: string; length: number };
}

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
  /** When a write is set aside that home answers without doing it: after so many 500s, or so many seconds of any failure. @default 10 and a day */
  giveUpAfter?: { tries?: number; seconds?: number };
  /** A refused write (4xx). Without a response of the app's, or a minute without one, it is set aside: `setAside()` has it. */
  onConflict?: (
    write: QueuedWrite,
    response: Response,
  ) => ConflictDecision | undefined | Promise<ConflictDecision | undefined>;
}

export interface Offline {
  /**
   * As the client's, but reads may be answered from what is kept, and writes are done in the order of calls: each is stored before
   * it is sent. One that cannot be sent now resolves with 202 and the header `x-home-queued: <id>`, and is sent as soon as
   * that is possible. Rejects with `storage-full` where it can be neither sent nor kept.
   */
  fetch: HomeFetch;
  /** Writes that wait or are under way, as far as this tab knows. */
  readonly length: number;
  /** Sends what waits now, in order, until it is empty or something stops it. Returns how many still wait. */
  replay(): Promise<number>;
  queued(): Promise<QueuedWrite[]>;
  setAside(): Promise<SetAsideWrite[]>;
  /** Puts a write that was set aside back at the end, changes one that waits in its place, or drops either. */
  resolve(id: string, decision: ConflictDecision): Promise<void>;
  on<K extends keyof OfflineEvents>(type: K, listener: (event: OfflineEvents[K]) => void): () => void;
  /** At sign-out: forgets everything of this user, calls under way too. Those reject with `closed`. */
  clear(): Promise<void>;
  /** Sends nothing by itself any more. */
  stop(): void;
}
