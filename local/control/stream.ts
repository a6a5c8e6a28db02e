/** Server-sent events: what happens in the twin, as it happens. https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { ServerResponse } from "node:http";
import type { Events } from "../context";
import type { Observer } from "./observer";

/** Real ms between two looks at the state, and between comments that keep a silent connection open. */
const stateMs = 500;
const seriesMs = 1_000;
const keepAliveMs = 15_000;

/**
 * Messages: `state` (whole snapshot, when it changed), `event` (a line for the timeline), `requests` (those that ended),
 * `series` (requests, errors and times of each Region, when they changed).
 */
export class EventStream {
  readonly #open = new Set<ServerResponse>();
  readonly #timers: NodeJS.Timeout[];
  #last = "";
  #lastSeries = "";

  constructor(
    readonly observer: Observer,
    events: Events,
  ) {
    events.onEvent((event) => this.#send("event", event));
    observer.requests.onEnded((ended) => this.#send("requests", ended));
    this.#timers = [
      setInterval(() => this.#sendState(), stateMs),
      setInterval(() => this.#sendSeries(), seriesMs),
      setInterval(() => this.#write(": still here\n\n"), keepAliveMs),
    ];
    for (const timer of this.#timers) {
      timer.unref();
    }
  }

  /** Takes over a response: it stays open until the reader goes away or the stream stops. */
  add(response: ServerResponse): void {
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    response.write("retry: 1000\n\n");
    response.write(message("state", this.observer.snapshot()));
    response.write(message("series", this.observer.series.view()));
    this.#open.add(response);
    response.on("close", () => this.#open.delete(response));
  }

  stop(): void {
    for (const timer of this.#timers) {
      clearInterval(timer);
    }
    for (const response of this.#open) {
      response.end();
    }
    this.#open.clear();
  }

  #sendState(): void {
    if (this.#open.size === 0) {
      return;
    }
    const state = this.observer.snapshot();
    const { now: _, ...rest } = state;
    const text = JSON.stringify(rest);
    // While a fault is on, its time runs.
    if (text === this.#last && state.faults.length === 0) {
      return;
    }
    this.#last = text;
    this.#send("state", state);
  }

  #sendSeries(): void {
    if (this.#open.size === 0) {
      return;
    }
    const text = message("series", this.observer.series.view());
    if (text !== this.#lastSeries) {
      this.#write(text);
    }
    this.#lastSeries = text;
  }

  #send(name: string, data: unknown): void {
    this.#write(message(name, data));
  }

  #write(chunk: string): void {
    for (const response of this.#open) {
      response.write(chunk);
    }
  }
}

const message = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
