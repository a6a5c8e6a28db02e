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
  onMessage: (message: Record<string, any>) => void;
  onClose: (code: number, reason: string) => void;
  /** Hands over what came before there was anybody to hand it to. */
  start(): void;
  send(message: unknown): void;
  close(code: number): void;
}

export interface ChannelOptions {
  url: string;
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

/** Connects and says hello. Resolves with undefined where that fails, whatever the reason: browsers do not tell it. */
export function openChannel(options: ChannelOptions): Promise<Channel | undefined> {
  const { runtime, resume, token } = options;
  return new Promise((resolve) => {
    let socket: any;
    let channel: Channel | undefined;
    let early: Record<string, any>[] | undefined = [];
    let heard = runtime.now();
    let pings = 0;
    let over = false;
    let timer = runtime.setTimeout(() => finish(4000, "no welcome"), options.welcomeMs);
    options.onDial(() => finish(1000, ""));
    try {
      const Socket = options.WebSocket ?? platform.WebSocket;
      socket = new Socket(options.url, ["home-region.v1", ...(token ? [`bearer.${token}`] : [])]);
    } catch {
      finish(4000, "no socket");
      return;
    }
    socket.onopen = () =>
      send({ action: "hello", resume: resume && { session: resume.session, after: resume.after() } });
    socket.onclose = (event: { code: number; reason: string }) => finish(event.code, event.reason);
    socket.onerror = () => {};
    socket.onmessage = ({ data }: { data: unknown }) => {
      heard = runtime.now();
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

    function send(message: unknown): void {
      if (socket.readyState === 1) {
        socket.send(JSON.stringify(message));
      }
    }

    function greet(message: Record<string, any>) {
      if (message.type !== "welcome" || message.jurisdiction !== options.jurisdiction) {
        return finish(4000, "not welcome");
      }
      runtime.clearTimeout(timer);
      channel = {
        welcome: message as Welcome,
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
      beat(Math.max(1, Number(message.heartbeatSeconds) || 30) * 1000);
      resolve(channel);
    }

    function beat(everyMs: number): void {
      timer = runtime.setTimeout(() => {
        const silent = runtime.now() - heard;
        // A clock that jumped is no reason to hang up.
        if (silent > everyMs * 1.5 && silent < everyMs * 10) {
          return void finish(4000, "heartbeat missed");
        }
        if (silent < 0 || silent >= everyMs * 10) {
          heard = runtime.now();
        }
        send({ action: "ping", id: ++pings });
        beat(everyMs);
      }, everyMs);
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
        resolve(undefined);
      }
    }
  });
}
