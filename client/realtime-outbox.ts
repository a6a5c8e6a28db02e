import { HomeError } from "./errors";

interface Waiting {
  data: unknown;
  sent: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

/** Messages that the server has not accepted yet, in the order in which they were given. */
export interface Outbox {
  /** Sends it as soon as there is a connection. Resolves when it is settled. */
  add(data: unknown): Promise<void>;
  /** Over a connection that is new: everything that waits. */
  flush(): void;
  /** The server's word on one. */
  settle(id: string, error?: HomeError): void;
  /** The session that they were sent in is gone: nobody knows what became of them. */
  failSent(): void;
  fail(reason: string): void;
}

/** `transmit` says whether there was a connection. */
export function createOutbox(transmit: (message: { action: "send"; id: string; data: unknown }) => boolean): Outbox {
  const waiting = new Map<string, Waiting>();
  let count = 0;

  function send(id: string, message: Waiting): void {
    message.sent = transmit({ action: "send", id, data: message.data }) || message.sent;
  }

  function settle(id: string, error?: HomeError): void {
    const message = waiting.get(id);
    waiting.delete(id);
    if (error) {
      message?.reject(error);
    } else {
      message?.resolve();
    }
  }

  return {
    add: (data) =>
      new Promise((resolve, reject) => {
        const id = String(++count);
        const message: Waiting = { data, sent: false, resolve, reject };
        waiting.set(id, message);
        send(id, message);
      }),
    flush() {
      for (const [id, message] of waiting) {
        send(id, message);
      }
    },
    settle,
    failSent() {
      for (const [id, { sent }] of waiting) {
        if (sent) {
          settle(id, new HomeError("closed", "The session was lost before the message was accepted."));
        }
      }
    },
    fail(reason) {
      for (const id of [...waiting.keys()]) {
        settle(id, new HomeError("closed", `The socket is closed: ${reason}.`));
      }
    },
  };
}
