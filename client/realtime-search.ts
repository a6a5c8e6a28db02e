import { HomeError } from "./errors";
import type { Runtime } from "./platform";
import { type Channel, type ChannelOptions, openChannel } from "./realtime-channel";
import type { Pace } from "./realtime-pace";
import type { ConnectOptions } from "./realtime-types";
import type { Home, HomeCore } from "./types";

/** Looks for a connection at home, round by round, until there is one. */
export interface Search {
  /** `fresh`: ask the lookup before the first round. Resolves with undefined once it is stopped. One at a time. */
  find(fresh: boolean): Promise<Channel | undefined>;
  /** The token is no longer good: the next connection needs a newer one. */
  refreshToken(): void;
  /** The network is back: whoever waits for the next round begins it. */
  hurry(): void;
  /** Hangs up, and looks no more. */
  stop(): void;
}

export interface SearchParts {
  runtime: Runtime;
  pace: Pace;
  resume(): ChannelOptions["resume"];
  /** A round came to nothing. */
  failed(error: Error, retryInMs: number): void;
}

export function createSearch(
  home: HomeCore,
  options: ConnectOptions,
  { runtime, pace, resume, failed }: SearchParts,
): Search {
  let stopped = false;
  let refresh = false;
  let pause: unknown;
  let proceed = () => {};
  let hangUp = () => {};

  /** Once it is stopped nobody waits any more. */
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      if (!stopped) {
        proceed = resolve;
        pause = runtime.setTimeout(resolve, ms);
      }
    });

  async function turn(): Promise<void> {
    for (let ms = pace.attempt(); ms > 0; ms = pace.attempt()) {
      await wait(ms);
    }
  }

  /** The first of the jurisdiction's endpoints that says welcome. Throws why there is none. */
  async function round(found: Home): Promise<Channel | undefined> {
    const token = checkToken(await home.options.getToken?.({ home: found, refresh }));
    refresh = false;
    const known = home.status.endpoint;
    const endpoints = [...found.endpoints].sort((a, b) => Number(b.api === known) - Number(a.api === known));
    const reasons: Record<string, string> = {};
    for (const { websocket, region } of endpoints) {
      if (!stopped) {
        await turn();
      }
      if (stopped) {
        return;
      }
      const next = await openChannel({
        websocket,
        path: options.path ?? "/",
        token,
        WebSocket: home.options.WebSocket,
        runtime,
        resume: resume(),
        welcomeMs: options.connectMs ?? 5000,
        jurisdiction: found.jurisdiction,
        onDial: (stop) => {
          hangUp = stop;
        },
      });
      if (typeof next !== "string") {
        return next;
      }
      reasons[`${websocket} (${region})`] = next;
    }
    const all = Object.entries(reasons).map(([endpoint, reason]) => `${endpoint}: ${reason}`);
    throw new HomeError("unreachable", `No connection in ${found.jurisdiction}. ${all.join("; ")}`, { reasons });
  }

  return {
    async find(fresh) {
      for (let rounds = 1; !stopped; rounds++) {
        let reason: unknown;
        try {
          const found = fresh || rounds > 1 ? await home.refresh().catch(() => home.ready()) : await home.ready();
          const at = runtime.now();
          const next = await round(found);
          if (next && !stopped) {
            const { region } = next.welcome;
            const ms = runtime.now() - at;
            home.emit("measurement", { kind: "connect", at, ms, region, status: 101, attempts: rounds });
            return next;
          }
          next?.close(1000);
        } catch (error) {
          reason = error;
        }
        if (stopped) {
          return;
        }
        // A token that is refused and an endpoint that is gone look alike here, so a newer token is tried once.
        refresh ||= rounds === 1;
        pace.failed();
        const retryInMs = pace.backoff();
        failed(reason as Error, retryInMs);
        await wait(retryInMs);
      }
      return;
    },
    refreshToken() {
      refresh = true;
    },
    hurry() {
      runtime.clearTimeout(pause);
      proceed();
    },
    stop() {
      stopped = true;
      runtime.clearTimeout(pause);
      hangUp();
    },
  };
}

/** It goes as a WebSocket's protocol, which is a token of RFC 9110, section 5.6.2 (RFC 6455, section 4.1). */
function checkToken<T extends string | null | undefined>(token: T): T {
  const found = /[^!#$%&'*+.^_`|~\w-]/.exec(token ?? "")?.[0];
  if (found) {
    const why = `getToken gave a token with ${JSON.stringify(found)}, which no WebSocket protocol may have: give it as base64url`;
    throw new HomeError("bad-token", why, { found });
  }
  return token;
}
