/** WebSockets in virtual time, whose other end is the test itself. */
import assert from "node:assert/strict";
import { createHomeClient, type HomeClientOptions, type HomeSocket } from "../../client/index";
import type { ConnectOptions, SocketEvents } from "../../client/realtime";
import type { HomeNotice, Measurement } from "../../client/types";
import { homeResponse, lookup } from "./home-response";
import { createVirtual } from "./virtual-network";

/** One connection, seen from the server. */
export interface Line {
  url: string;
  protocols: string[];
  at: number;
  /** What the client has said. */
  sent: any[];
  /** The code with which the client has hung up. */
  closed: number | undefined;
  /** The connection is there. */
  open(): void;
  say(message: unknown): void;
  /** As `say`, of what may not be JSON. */
  text(data: string): void;
  /** It is about to end: nothing can be said any more, and nobody has been told. */
  closing(): void;
  /** The connection ends. */
  end(code: number, reason?: string): void;
  /** It could not be made, for this reason. */
  fail(message: string): void;
  /** Opens, and says welcome. */
  welcome(more?: object): void;
}

export function socketWorld(options: Partial<HomeClientOptions> = {}, how?: ConnectOptions, limitMs?: number) {
  const virtual = createVirtual(1, limitMs);
  let response = homeResponse();
  let random = 0;
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: response, delayMs: 0 }));
  let tickMs = 1;
  let clock = 0;
  const runtime = {
    ...virtual.runtime,
    random: () => random,
    // Browsers run the timers of hidden pages at whole ticks.
    setTimeout: (run: () => void, ms: number) => {
      const time = virtual.now() + ms;
      return virtual.runtime.setTimeout(run, Math.ceil(time / tickMs) * tickMs - virtual.now());
    },
  };
  const lines: Line[] = [];
  const start = virtual.now();
  const waiting: { count: number; resolve(): void }[] = [];

  class ScriptedSocket {
    readyState = 0;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: ((event: { message?: string }) => void) | null = null;
    constructor(url: string, protocols: string[]) {
      const line: Line = {
        url,
        protocols,
        at: virtual.now() - start,
        sent: [],
        closed: undefined,
        open: () => {
          this.readyState = 1;
          this.onopen?.();
        },
        say: (message) => this.onmessage?.({ data: JSON.stringify(message) }),
        text: (data) => this.onmessage?.({ data }),
        closing: () => {
          this.readyState = 2;
        },
        end: (code, reason = "") => {
          this.readyState = 3;
          this.onclose?.({ code, reason });
        },
        fail: (message) => {
          this.onerror?.({ message });
          line.end(1006);
        },
        welcome: (more = {}) => {
          line.open();
          const region = url.includes("ca-west-1") ? "ca-west-1" : "ca-central-1";
          const about = { session: "s1", resumed: false, heartbeatSeconds: 30, region, jurisdiction: "CA" };
          line.say({ type: "welcome", ...about, ...more });
        },
      };
      this.#line = line;
      lines.push(line);
      for (const waiter of waiting) {
        if (lines.length >= waiter.count) {
          waiter.resolve();
        }
      }
    }
    readonly #line: Line;
    send(text: string): void {
      assert.equal(this.readyState, 1, "speaks on a connection that is open");
      this.#line.sent.push(JSON.parse(text));
    }
    close(code: number): void {
      assert.ok(code === 1000 || (code >= 3000 && code < 5000), "browsers take no other code");
      this.readyState = 3;
      this.#line.closed ??= code;
      this.onclose?.({ code, reason: "" });
    }
  }

  const home = createHomeClient({
    lookup,
    organization: "acme",
    WebSocket: ScriptedSocket,
    ...options,
    runtime,
  });
  const measurements: Measurement[] = [];
  const notices: HomeNotice[] = [];
  home.on("measurement", (measurement) => measurements.push(measurement));
  home.on("notice", (notice) => notices.push(notice));
  const events: { [K in keyof SocketEvents]: SocketEvents[K][] } = {
    message: [],
    open: [],
    lost: [],
    error: [],
    reset: [],
    notice: [],
    close: [],
  };
  const pass = (ms: number) => virtual.run(virtual.sleep(ms));
  const connect = (): HomeSocket => {
    const socket = home.connect(how);
    for (const type of Object.keys(events) as (keyof SocketEvents)[]) {
      socket.on(type, (event) => (events[type] as unknown[]).push(event));
    }
    return socket;
  };
  return {
    virtual,
    home,
    lines,
    events: events,
    notices,
    measurements,
    pass,
    connect,
    lookups: () => virtual.requests.filter(({ host }) => host === "api.example.com").length,
    setRandom: (value: number) => {
      random = value;
    },
    /** Timers that are set from now on run at whole multiples of this. */
    throttle: (ms: number) => {
      tickMs = ms;
    },
    /** Nothing runs for that long, and timers count on from where they were. */
    sleepDevice: (ms: number) => {
      clock += ms;
      virtual.setClock(clock);
    },
    setResponse: (next: typeof response) => {
      response = next;
    },
    /** Lets time pass until that many connections have been dialled. The last of them. */
    async dialled(count: number): Promise<Line> {
      if (lines.length < count) {
        await virtual.run(new Promise<void>((resolve) => waiting.push({ count, resolve })));
      }
      return lines[count - 1]!;
    },
  };
}

/** A socket that is open in its first Region. */
export async function openSocket(...options: Parameters<typeof socketWorld>) {
  const world = socketWorld(...options);
  const socket = world.connect();
  const line = await world.dialled(1);
  line.welcome();
  await world.pass(0);
  assert.equal(socket.state, "open");
  return { ...world, socket, line };
}
