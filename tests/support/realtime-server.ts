/** A small server of docs/realtime.md, in memory, with handles for what the world does to it. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

interface Session {
  id: string;
  seq: number;
  kept: { seq: number; data: unknown }[];
  done: Set<string>;
  socket: WebSocket | undefined;
  expiry: NodeJS.Timeout | undefined;
}

export interface RealtimeServer {
  /** `ws://127.0.0.1:…`: TLS is not what is tested here. */
  url: string;
  /** What clients have sent, each message once per session. */
  received: unknown[];
  connections(): number;
  push(data: unknown): void;
  /** Sends again what nobody has acknowledged, as a server may that has lost count. */
  repeat(): void;
  /** The network goes: no close frame. */
  cut(): void;
  /** Goes on listening but says nothing. */
  mute(on: boolean): void;
  forget(): void;
  stop(): Promise<void>;
}

export async function startRealtimeServer(
  options: {
    region?: string;
    jurisdiction?: string;
    heartbeatSeconds?: number;
    resumeSeconds?: number;
    token?: (token: string) => boolean;
    handle?: (data: any) => { code: string; title: string } | undefined;
  } = {},
): Promise<RealtimeServer> {
  const { region = "ca-central-1", jurisdiction = "CA", heartbeatSeconds = 30, resumeSeconds = 120 } = options;
  const sessions = new Map<string, Session>();
  const received: unknown[] = [];
  let muted = false;
  const http = createServer((_, response) => response.writeHead(426).end());
  const server = new WebSocketServer({ noServer: true, handleProtocols: () => "home-region.v1" });

  http.on("upgrade", (request, socket, head) => {
    const offered = String(request.headers["sec-websocket-protocol"] ?? "").split(/, */);
    const token = offered.find((protocol) => protocol.startsWith("bearer."))?.slice(7) ?? "";
    const refused = !offered.includes("home-region.v1") ? 400 : options.token?.(token) === false ? 401 : 0;
    if (refused) {
      return void socket.end(`HTTP/1.1 ${refused} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    }
    server.handleUpgrade(request, socket, head, (ws) => serve(ws));
  });

  function say(socket: WebSocket | undefined, message: object): void {
    if (!muted && socket?.readyState === 1) {
      socket.send(JSON.stringify(message));
    }
  }

  function leave(socket: WebSocket, reason: string, code: number): void {
    say(socket, { type: "bye", reason });
    socket.close(code, reason);
  }

  function serve(socket: WebSocket): void {
    let session: Session | undefined;
    socket.on("message", (raw) => {
      let message: any;
      try {
        message = JSON.parse(String(raw));
      } catch {
        message = {};
      }
      if (message.action === "hello" && !session) {
        session = greet(socket, message.resume);
      } else if (!session) {
        leave(socket, "bad-message", 4400);
      } else if (message.action === "ping") {
        say(socket, { type: "pong", id: message.id });
      } else if (message.action === "ack") {
        session.kept = session.kept.filter(({ seq }) => seq > message.seq);
      } else if (message.action === "send" && typeof message.id === "string") {
        take(session, message);
      } else {
        leave(socket, "bad-message", 4400);
      }
    });
    socket.on("close", () => {
      if (!session || session.socket !== socket) {
        return;
      }
      session.socket = undefined;
      const { id } = session;
      session.expiry = setTimeout(() => sessions.delete(id), resumeSeconds * 1000).unref();
    });
    socket.on("error", () => {});
  }

  function greet(socket: WebSocket, resume: { session: string; after: number } | null): Session {
    const known = resume ? sessions.get(resume.session) : undefined;
    const session: Session = known ?? {
      id: randomUUID(),
      seq: 0,
      kept: [],
      done: new Set(),
      socket: undefined,
      expiry: undefined,
    };
    clearTimeout(session.expiry);
    const before = session.socket;
    session.socket = socket;
    sessions.set(session.id, session);
    if (before) {
      leave(before, "replaced", 4409);
    }
    const about = { session: session.id, resumed: known !== undefined, heartbeatSeconds, resumeSeconds };
    say(socket, { type: "welcome", ...about, region, jurisdiction });
    for (const event of session.kept) {
      if (event.seq > (resume?.after ?? 0)) {
        say(socket, { type: "event", ...event });
      }
    }
    return session;
  }

  function take(session: Session, { id, data }: { id: string; data: unknown }) {
    const problem = options.handle?.(data);
    if (problem) {
      return say(session.socket, { type: "error", id, problem: { status: 400, type: "about:blank", ...problem } });
    }
    if (!session.done.has(id)) {
      received.push(data);
    }
    session.done.add(id);
    say(session.socket, { type: "ack", id });
  }

  const open = () => [...server.clients].filter(({ readyState }) => readyState === 1);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    received,
    connections: () => open().length,
    push(data) {
      for (const session of sessions.values()) {
        const event = { seq: ++session.seq, data };
        session.kept.push(event);
        say(session.socket, { type: "event", ...event });
      }
    },
    repeat() {
      for (const { kept, socket } of sessions.values()) {
        for (const event of kept) {
          say(socket, { type: "event", ...event });
        }
      }
    },
    cut() {
      for (const socket of open()) {
        socket.terminate();
      }
    },
    mute: (on) => {
      muted = on;
    },
    forget: () => sessions.clear(),
    async stop() {
      for (const socket of server.clients) {
        socket.terminate();
      }
      for (const { expiry } of sessions.values()) {
        clearTimeout(expiry);
      }
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
