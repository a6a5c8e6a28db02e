/** Servers of docs/realtime.md in virtual time, the network to them, and a watch on what a client may never say. */
import assert from "node:assert/strict";
import type { Virtual } from "./virtual-network";

/** What happens to one frame on its way. */
export interface Fate {
  delayMs: number;
  kind: "ok" | "lost" | "twice" | "late";
}
/** What happens to one attempt to connect. */
export type Dial = "open" | "refused" | "silent" | "elsewhere";

interface Session {
  id: string;
  region: string;
  seq: number;
  kept: { seq: number; data: string }[];
  done: Set<string>;
  line: Line | undefined;
  until: number;
}
interface Line {
  say(message: object): void;
  close(code: number): void;
  session?: Session;
}

export interface VirtualRealtime {
  /** The class for `createHomeClient({ WebSocket })`. */
  WebSocket: any;
  /** Hosts that were dialled, and when. */
  dialled: string[];
  dialledAt: number[];
  /** Connections that the client has not closed, nor anybody else. */
  open(): number;
  /** How often each message was done. */
  done: Map<string, number>;
  /** The last session that was welcome, and what it has sent. */
  newest(): Session | undefined;
  push(): void;
  say(message: object): void;
  close(code: number): void;
  /** The servers start afresh: connections end, sessions are gone. */
  forget(): void;
  /** Connections that are open now carry nothing any more, and nobody says so. */
  die(): void;
  muted: boolean;
  /** Closes each connection with this right after its welcome. 0: does not. */
  turnsAway: number;
  /** Trouble is over: from now on every frame and every dial arrives. */
  healed: boolean;
}

const resumeMs = 120_000;
const frameBytes = 32 * 1024;

export function createVirtualRealtime(
  virtual: Virtual,
  script: { fates: readonly Fate[]; dials: readonly Dial[] },
  /** What the client has told its app: events per session, and whether it was ever open. */
  client: { delivered(session: string): number; wasOpen(): boolean },
): VirtualRealtime {
  const sessions = new Map<string, Session>();
  const lines = new Set<Line>();
  const sockets = new Set<object>();
  let newest: Session | undefined;
  let [frames, dials, count] = [0, 0, 0];
  const after = (ms: number, run: () => void) => virtual.runtime.setTimeout(run, ms);
  const fate = (): Fate => (world.healed ? { delayMs: 1, kind: "ok" } : script.fates[frames++ % script.fates.length]!);

  /** Carries a frame. Connections keep the order, except for what is `late` on its way to the client. */
  function carry(pipe: { last: number; late?: boolean }, deliver: () => void): void {
    const { kind, delayMs } = fate();
    if (kind === "lost") {
      return;
    }
    const time = Math.max(pipe.last, virtual.now() + delayMs);
    if (kind === "late" && pipe.late) {
      after(time + 200 - virtual.now(), deliver);
      return;
    }
    pipe.last = time;
    after(time - virtual.now(), deliver);
    if (kind === "twice") {
      after(time - virtual.now(), deliver);
    }
  }

  class VirtualSocket {
    readyState = 0;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: (() => void) | null = null;
    readonly #up = { last: 0 };
    #line: Line | undefined;

    constructor(url: string) {
      const { host } = new URL(url);
      world.dialled.push(host);
      world.dialledAt.push(virtual.now());
      sockets.add(this);
      const dial = world.healed ? "open" : script.dials[dials++ % script.dials.length]!;
      if (dial === "silent") {
        return;
      }
      if (dial === "refused") {
        after(5, () => this.#end(1006));
        return;
      }
      after(5, () => {
        if (this.readyState !== 0) {
          return;
        }
        this.readyState = 1;
        this.#line = serve(this, /^ca-west-1\./.test(host) ? "ca-west-1" : "ca-central-1", dial === "elsewhere");
        this.onopen?.();
      });
    }

    serverSays(text: string): void {
      if (this.readyState === 1) {
        this.onmessage?.({ data: text });
      }
    }

    send(text: string): void {
      assert.equal(this.readyState, 1);
      assert.ok(Buffer.byteLength(text) <= frameBytes, "sends what no server takes");
      carry(
        this.#up,
        () => this.#line && lines.has(this.#line) && !dead.has(this.#line) && hear(this.#line, JSON.parse(text)),
      );
    }

    close(): void {
      this.#end(1000);
    }

    #end(code: number): void {
      if (this.readyState === 3) {
        return;
      }
      this.readyState = 3;
      sockets.delete(this);
      if (this.#line) {
        hangUp(this.#line);
      }
      this.onclose?.({ code, reason: "" });
    }

    serverCloses(code: number): void {
      this.#end(code);
    }
  }

  const abroad = new WeakSet<Line>();
  const dead = new WeakSet<Line>();
  const regionOf = new WeakMap<Line, string>();

  function serve(socket: VirtualSocket, region: string, elsewhere: boolean): Line {
    const down = { last: 0, late: true };
    const line: Line = {
      say: (message) => {
        if (!dead.has(line) && (!world.muted || world.healed)) {
          carry(down, () => socket.serverSays(JSON.stringify(message)));
        }
      },
      close: (code) => void after(Math.max(down.last - virtual.now(), 0) + 1, () => socket.serverCloses(code)),
    };
    lines.add(line);
    regionOf.set(line, region);
    if (elsewhere) {
      abroad.add(line);
    }
    return line;
  }

  function hangUp(line: Line): void {
    lines.delete(line);
    if (line.session?.line !== line) {
      return;
    }
    line.session.line = undefined;
    line.session.until = virtual.now() + resumeMs;
  }

  function hear(line: Line, message: any): void {
    const { session } = line;
    if (message.action === "hello") {
      // The network's doubling, not the client's.
      if (!session) {
        greet(line, message.resume);
      }
      return;
    }
    assert.ok(session, "speaks before it is welcome");
    if (message.action === "ping") {
      line.say({ type: "pong", id: message.id });
    } else if (message.action === "ack") {
      assert.ok(message.seq <= client.delivered(session.id), "acknowledges what it has not told its app");
      session.kept = session.kept.filter(({ seq }) => seq > message.seq);
    } else {
      assert.equal(message.action, "send");
      if (!session.done.has(message.id)) {
        world.done.set(message.data, (world.done.get(message.data) ?? 0) + 1);
      }
      session.done.add(message.id);
      line.say({ type: "ack", id: message.id });
    }
  }

  function greet(line: Line, resume: { session: string; after: number } | null): void {
    if (abroad.has(line)) {
      line.say({ type: "welcome", session: "x", resumed: false, jurisdiction: "US" });
      return;
    }
    assert.ok(resume || !client.wasOpen(), "gives up a session without being told to");
    if (resume) {
      assert.ok(resume.after <= client.delivered(resume.session), "claims events that it has not told its app");
    }
    const region = regionOf.get(line)!;
    const known = resume ? sessions.get(resume.session) : undefined;
    const kept = known && known.region === region && (known.line || known.until > virtual.now()) ? known : undefined;
    const id = `s${++count}`;
    const session = kept ?? { id, region, seq: 0, kept: [], done: new Set(), line: undefined, until: 0 };
    const before = session.line;
    sessions.set(session.id, session);
    Object.assign(session, { line });
    line.session = session;
    newest = session;
    if (before) {
      before.say({ type: "bye", reason: "replaced" });
      before.close(4409);
    }
    const about = { session: session.id, resumed: kept !== undefined, heartbeatSeconds: 30, resumeSeconds: 120 };
    line.say({ type: "welcome", ...about, region, jurisdiction: "CA" });
    for (const event of session.kept) {
      if (event.seq > (resume?.after ?? 0)) {
        line.say({ type: "event", ...event });
      }
    }
    if (world.turnsAway && !world.healed) {
      line.close(world.turnsAway);
    }
  }

  const world: VirtualRealtime = {
    WebSocket: VirtualSocket,
    dialled: [],
    dialledAt: [],
    open: () => sockets.size,
    done: new Map(),
    newest: () => newest,
    push() {
      for (const session of sessions.values()) {
        const seq = ++session.seq;
        const event = { seq, data: `${session.id} ${seq}` };
        session.kept.push(event);
        session.line?.say({ type: "event", ...event });
      }
    },
    say: (message) => lines.forEach((line) => void line.say(message)),
    close: (code) => lines.forEach((line) => void line.close(code)),
    forget() {
      sessions.clear();
      world.close(1001);
    },
    die: () => lines.forEach((line) => void dead.add(line)),
    muted: false,
    turnsAway: 0,
    healed: false,
  };
  return world;
}
