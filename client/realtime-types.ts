/** What an app sees of a connection. */
import type { HomeNotice } from "./types";

export interface ConnectOptions {
  /** Sent behind the endpoint's origin. @default "/" */
  path?: string;
  /** Milliseconds until a connection must be welcome. @default 5000 */
  connectMs?: number;
  /** Bytes of one message, with some 40 around it, and of all that the server has not accepted yet. @default 32 KB and 1 MB */
  limits?: { messageBytes?: number; bufferBytes?: number };
}

export interface SocketEvents {
  /** An event's data, in order, each once. */
  message: unknown;
  open: { region: string; jurisdiction: string; resumed: boolean };
  /** The connection is lost; the socket is looking for another. */
  lost: { code: number; reason: string };
  /** No connection could be made; `error` says why, and it is tried again after `retryInMs`. */
  error: { error: Error; retryInMs: number };
  /** Events were missed: read your state again. */
  reset: { session: string };
  notice: HomeNotice;
  /** For good. */
  close: { reason: string };
}

/** A connection that comes back: docs/realtime.md has the protocol. */
export interface HomeSocket {
  readonly state: "connecting" | "open" | "closed";
  readonly region: string | null;
  /** Bytes of what was given to `send` and is not accepted yet. */
  readonly bufferedAmount: number;
  /**
   * Resolves when the server has accepted it; rejects with its problem (`refused`), after a reset, or on close; at once with
   * `bad-message` where it is no JSON or too big, and with `buffer-full` where too much waits.
   */
  send(data: unknown): Promise<void>;
  on<K extends keyof SocketEvents>(type: K, listener: (event: SocketEvents[K]) => void): () => void;
  close(): void;
}
