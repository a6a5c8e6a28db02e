import { platform, type Runtime } from "./platform";

export interface Welcome {
  session: string;
  resumed: boolean;
  heartbeatSeconds: number;
  region: string;
  jurisdiction: string;
}

/** One connection that is welcome, with its heartbeat. */
export interface Channel {
  readonly welcome: Welcome;
  /** Of its endpoint. */
  readonly websocket: string;
  onMessage: (message: Record<string, any>) => void;
  onClose: (code: number, reason: string) => void;
  /** Hands over what came before there was anybody to hand it to. */
  start(): void;
  /** A message as JSON. */
  send(frame: string): void;
  close(code: number): void;
}

export interface ChannelOptions {
  websocket: string;
  path: string;
  token: string | null | undefined;
  WebSocket: any;
  runtime: Runtime;
  resume: { session: string; after: () => number } | null;
  welcomeMs: number;
  /** A welcome from anywhere else is not one. */
  jurisdiction: string;
  /** Is given what calls the attempt off. */
  onDial(stop: () => void): void;
}

/** Connects and says hello. Where that fails, resolves with the reason, as far as there is one: browsers do not tell it. */
export function openChannel(options: ChannelOptions): Promise<Channel | string> {
  const { runtime, resume, token } = options;
  return new Promise((resolve) => {
    let socket: any;
    let channel: Channel | undefined;
    let early: Record<string, any>[] | undefined = [];
    let heard = false;
    let pings = 0;
    let unanswered = 0;
    let over = false;
    let trouble = "";
    let timer = runtime.setTimeout(() => finish(4000, `no welcome in ${options.welcomeMs} ms`), options.welcomeMs);
    options.onDial(() => finish(1000, ""));
    try {
      const Socket = options.WebSocket ?? platform.WebSocket;
      socket = new Socket(options.websocket + options.path, ["home-region.v1", ...(token ? [`bearer.${token}`] : [])]);
    } catch (error) {
      finish(4000, String(error));
      return;
    }
    socket.onopen = () =>
      say({ action: "hello", resume: resume && { session: resume.session, after: resume.after() } });
    socket.onclose = (event: { code: number; reason: string }) => finish(event.code, event.reason);
    // Node and React Native say what was the matter.
    socket.onerror = (event?: { message?: string }) => {
      trouble ||= event?.message ?? "";
    };
    socket.onmessage = ({ data }: { data: unknown }) => {
      heard = true;
      let message: Record<string, any>;
      try {
        message = JSON.parse(String(data)) ?? {};
      } catch {
        finish(4000, "not JSON");
        return;
      }
      if (!channel) {
        greet(message);
      } else if (early) {
        early.push(message);
      } else {
        channel.onMessage(message);
      }
    };

    function send(frame: string): void {
      if (socket.readyState === 1) {
        socket.send(frame);
      }
    }
    const say = (message: object) => send(JSON.stringify(message));

    function greet(message: Record<string, any>) {
      if (message.type !== "welcome" || message.jurisdiction !== options.jurisdiction) {
        return finish(4000, `said ${message.type} of ${message.jurisdiction} for a welcome`);
      }
      runtime.clearTimeout(timer);
      channel = {
        welcome: message as Welcome,
        websocket: options.websocket,
        onMessage: () => {},
        onClose: () => {},
        start() {
          const waiting = early ?? [];
          early = undefined;
          for (const message of waiting) {
            channel?.onMessage(message);
          }
        },
        send,
        close: (code) => finish(code, ""),
      };
      const everyMs = Math.max(1, Number(message.heartbeatSeconds) || 30) * 1000;
      timer = runtime.setTimeout(() => ping(everyMs), everyMs);
      resolve(channel);
    }

    /** Anything that arrives within half an interval proves the connection. */
    function ping(everyMs: number): void {
      const sentAt = runtime.now();
      heard = false;
      say({ action: "ping", id: ++pings });
      timer = runtime.setTimeout(() => {
        // A page in the background or a device that slept runs its timers late, and may read what has arrived after them.
        const late = runtime.now() - sentAt >= everyMs;
        unanswered = heard ? 0 : unanswered + 1;
        if (unanswered > (late ? 1 : 0)) {
          finish(4000, "heartbeat missed");
        } else if (late) {
          ping(everyMs);
        } else {
          timer = runtime.setTimeout(() => ping(everyMs), everyMs / 2);
        }
      }, everyMs / 2);
    }

    function finish(code: number, reason: string): void {
      if (over) {
        return;
      }
      over = true;
      runtime.clearTimeout(timer);
      if (socket) {
        socket.onopen = socket.onmessage = socket.onclose = null;
        try {
          // While it is connecting, `close` is an error event, which nobody needs.
          socket.close(code === 4000 || code === 1000 ? code : 1000);
        } catch {}
      }
      if (channel) {
        channel.onClose(code, reason);
      } else {
        resolve(trouble || reason || `closed with ${code}`);
      }
    }
  });
}
