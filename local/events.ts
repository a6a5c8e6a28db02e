import type { Clock, Events, TwinEvent } from "./context";

/** The timeline: the newest `limit` events. */
export class EventLog implements Events {
  readonly #events: TwinEvent[] = [];
  readonly #listeners: ((event: TwinEvent) => void)[] = [];

  readonly #clock: Pick<Clock, "now">;
  readonly #limit: number;

  constructor(clock: Pick<Clock, "now">, limit = 5_000) {
    this.#clock = clock;
    this.#limit = limit;
  }

  add(kind: string, subject: string, message: string): void {
    const event = { at: this.#clock.now(), kind, subject, message };
    this.#events.push(event);
    if (this.#events.length > this.#limit) {
      this.#events.shift();
    }
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  /** Oldest first; `since` (epoch ms of the twin) leaves out what happened at or before it. */
  list(since = Number.NEGATIVE_INFINITY): TwinEvent[] {
    return this.#events.filter((event) => event.at > since);
  }

  onEvent(listener: (event: TwinEvent) => void): void {
    this.#listeners.push(listener);
  }
}
