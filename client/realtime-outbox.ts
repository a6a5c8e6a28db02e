import { HomeError, type HomeErrorDetails } from "./errors";

interface Waiting {
  frame: string;
  bytes: number;
  sent: boolean;
  /** Connections that the server has closed over it. */
  closes: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Messages that the server has not accepted yet, in the order in which they were given. */
export interface Outbox {
  /** Bytes of what waits. */
  readonly bytes: number;
  /** Sends it as soon as there is a connection. Resolves when it is settled; rejects at once what can never be sent. */
  add(data: unknown): Promise<void>;
  /** Over a connection that is new: everything that waits. */
  flush(): void;
  /** The server's word on one. */
  settle(id: string, error?: HomeError): void;
  /** The server has closed the connection with this code: over a message that was sent, if it says so. */
  closed(code: number): void;
  /** The session that they were sent in is gone: nobody knows what became of them. */
  failSent(): void;
  fail(error: HomeError): void;
}

export interface OutboxLimits {
  /** Of one message with what surrounds it. */
  message: number;
  /** Of all messages that wait. */
  buffer: number;
}

/** A message that was sent over so many connections that the server closed is what it closes them over. */
const mostCloses = 5;

/** `transmit` says whether there was a connection. */
export function createOutbox(transmit: (frame: string) => boolean, limits: OutboxLimits): Outbox {
  const waiting = new Map<string, Waiting>();
  let count = 0;
  let total = 0;

  function send(message: Waiting): void {
    message.sent = transmit(message.frame) || message.sent;
  }

  function settle(id: string, error?: HomeError): void {
    const message = waiting.get(id);
    if (!message) {
      return;
    }
    waiting.delete(id);
    total -= message.bytes;
    if (error) {
      message.reject(error);
    } else {
      message.resolve();
    }
  }

  const sent = () => [...waiting].filter(([, message]) => message.sent);

  return {
    get bytes() {
      return total;
    },
    async add(data) {
      const id = String(++count);
      const frame = `{"action":"send","id":"${id}","data":${json(data)}}`;
      const bytes = bytesOf(frame);
      if (bytes > limits.message) {
        throw bad("too-big", `${bytes} bytes, ${limits.message} are allowed`, { bytes, limit: limits.message });
      }
      if (total + bytes > limits.buffer) {
        throw new HomeError("buffer-full", `${total} of ${limits.buffer} bytes wait; ${bytes} more are too many`, {
          bytes,
          bufferedAmount: total,
          limit: limits.buffer,
        });
      }
      total += bytes;
      return new Promise<void>((resolve, reject) => {
        const message: Waiting = { frame, bytes, sent: false, closes: 0, resolve, reject };
        waiting.set(id, message);
        send(message);
      });
    },
    flush() {
      for (const message of waiting.values()) {
        send(message);
      }
    },
    settle,
    closed(code) {
      const isSize = code === 1009;
      const [found] = sent().sort(([, a], [, b]) => (isSize ? b.bytes - a.bytes : 0));
      if (found && (isSize || (overMessages.includes(code) && ++found[1].closes >= mostCloses))) {
        const reason = isSize ? "too-big" : "closed";
        settle(found[0], bad(reason, `the server closes with ${code}`, { status: code, bytes: found[1].bytes }));
      }
    },
    failSent() {
      for (const [id] of sent()) {
        settle(id, new HomeError("closed", "The session was lost before the message was accepted."));
      }
    },
    fail(error) {
      for (const id of [...waiting.keys()]) {
        settle(id, error);
      }
    },
  };
}

/** RFC 6455, section 7.4.1: what a server may close over a message that it cannot take, or that it fails at. */
const overMessages = [1002, 1003, 1007, 1008, 1011];

const bad = (reason: HomeErrorDetails["bad-message"]["reason"], why: string, details?: object) =>
  new HomeError("bad-message", `The message cannot be sent: ${why}`, { reason, ...details });

function json(data: unknown): string {
  let cause: unknown = `${typeof data} is no JSON`;
  try {
    const found = JSON.stringify(data);
    if (found) {
      return found;
    }
  } catch (error) {
    cause = error;
  }
  throw bad("not-json", String(cause), { cause });
}

/** In UTF-8. Not every platform has a TextEncoder. */
const bytesOf = (text: string) => encodeURI(text).replace(/%../g, "-").length;
