import { createHomeCore } from "./client";
import { attachNotices } from "./notices";
import { optionIssues } from "./options";
import { allowed, platform } from "./platform";
import { type ConnectOptions, connect, type HomeSocket } from "./realtime";
import { memoryStorage } from "./storage/memory";
import { shareRefreshes } from "./token";
import type { HomeClientOptions, HomeCore, HomeStorage } from "./types";

export * from "./core";
export { createIdempotencyKey } from "./key";
export type { ConnectOptions, HomeSocket, SocketEvents } from "./realtime";
export { memoryStorage } from "./storage/memory";

export interface HomeClient extends HomeCore {
  /** Connects home and stays connected: docs/realtime.md has the protocol. */
  connect(options?: ConnectOptions): HomeSocket;
}

export interface ClientOptions extends Omit<HomeClientOptions, "storage"> {
  /** As a function, `() => localStorage`, where a browser may deny it: what is kept is then kept in memory. @default memory */
  storage?: HomeStorage | (() => HomeStorage) | undefined;
}

/**
 * Finds home, stays connected, never leaves it. Makes no request before it is used.
 * Throws HomeError `bad-option` with every issue at once.
 */
export function createHomeClient(given: ClientOptions): HomeClient {
  const storage = typeof given?.storage === "function" ? (allowed(given.storage) ?? memoryStorage()) : given?.storage;
  const options = { ...given, storage };
  const core = createHomeCore({ ...options, getToken: shareRefreshes(options) }, optionIssues(options));
  attachNotices(core);
  core.on("home", ({ endpoints }) => preconnect(endpoints[0]!.api));
  return Object.defineProperties(
    { connect: (how?: ConnectOptions) => connect(core, how) },
    Object.getOwnPropertyDescriptors(core),
  ) as HomeClient;
}

/** Browsers: opens the connection to home before the first request needs it. */
function preconnect(href: string): void {
  const { document } = platform;
  if (!document?.head) {
    return;
  }
  document.head.append(
    Object.assign(document.createElement("link"), { rel: "preconnect", href, crossOrigin: "anonymous" }),
  );
}
