/** What only Node has: files, and a pool of connections that can be set. */
import { createHash, randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { HomeCore, ListedStorage } from "./types";

/**
 * A folder with a file per key. A write is in its file, whole, when it resolves: it goes to a new file first, is flushed, and
 * then takes the old one's name. One process at a time.
 */
export function fileStorage(folder: string): ListedStorage {
  // Names are hashes, since a key may hold any character; the key itself is the file's first line.
  const nameOf = (key: string) => `${createHash("sha256").update(key).digest("hex")}.item`;
  const pathOf = (key: string) => join(folder, nameOf(key));
  /** A name stands for one key for ever, so each file is read for its key once. */
  const keyOf = new Map<string, string>();
  /** What is under way, by name: what is done to a key is done in the order of calls. */
  const busy = new Map<string, Promise<unknown>>();

  function inOrder<T>(key: string, work: () => Promise<T>): Promise<T> {
    const name = nameOf(key);
    const mine = (busy.get(name) ?? Promise.resolve()).then(work, work);
    busy.set(name, mine);
    const end = () => void (busy.get(name) === mine && busy.delete(name));
    mine.then(end, end);
    return mine;
  }

  async function read(path: string): Promise<[string, string] | undefined> {
    try {
      const text = await readFile(path, "utf8");
      const end = text.indexOf("\n");
      return [JSON.parse(text.slice(0, end)), text.slice(end + 1)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return;
      }
      throw error;
    }
  }

  return {
    getItem: (key) => inOrder(key, async () => (await read(pathOf(key)))?.[1] ?? null),
    setItem: (key, value) => inOrder(key, () => write(key, value)),
    removeItem: (key) =>
      inOrder(key, async () => {
        keyOf.delete(nameOf(key));
        await rm(pathOf(key), { force: true });
      }),
    async getAllKeys() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".item"));
      const unknown = names.filter((name) => !keyOf.has(name));
      // Some at a time: a process may not open thousands of files at once.
      for (let start = 0; start < unknown.length; start += 64) {
        await Promise.all(unknown.slice(start, start + 64).map(learn));
      }
      return names.flatMap((name) => keyOf.get(name) ?? []);
    },
  };

  async function learn(name: string): Promise<void> {
    try {
      const item = await read(join(folder, name));
      if (item) {
        keyOf.set(name, item[0]);
      }
    } catch (error) {
      // A file whose key cannot be told must not hide the others.
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
    }
  }

  async function write(key: string, value: string): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = join(folder, `${randomUUID()}.draft`);
    try {
      const file = await open(draft, "w", 0o600);
      try {
        await file.writeFile(`${JSON.stringify(key)}\n${value}`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, pathOf(key));
      keyOf.set(nameOf(key), key);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }
}

export interface DispatcherOptions {
  /** Milliseconds to connect, TLS included. @default 2000 */
  connectMs?: number;
  /** Milliseconds that an idle connection is kept. @default 30000 */
  keepAliveMs?: number;
  /** Connections per endpoint. @default 64 */
  connections?: number;
}

/**
 * An undici Agent for `createHomeClient({ dispatcher })`, of the undici that Node's fetch itself uses, so that nothing is installed.
 * Undefined on a platform that has none: fetch then keeps its own connections.
 */
export function homeDispatcher(options: DispatcherOptions = {}): { close(): Promise<void> } | undefined {
  // Node loads its undici, and sets the dispatcher, when one of undici's classes is first looked at.
  const global = typeof Response === "function" && (globalThis as any)[Symbol.for("undici.globalDispatcher.1")];
  const Agent = global?.constructor;
  if (typeof Agent !== "function" || typeof global.dispatch !== "function") {
    return;
  }
  return new Agent({
    connect: { timeout: options.connectMs ?? 2000 },
    keepAliveTimeout: options.keepAliveMs ?? 30_000,
    connections: options.connections ?? 64,
  });
}

/**
 * Emits a `connect` measurement for every connection that Node's fetch opens to home. Returns a function that ends it.
 * Undici tells of them: https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
 */
export function watchConnections(home: HomeCore): () => void {
  // A pool opens several connections with one connector: first begun, first done.
  const began = new Map<object, number[]>();
  const endpointOf = ({ protocol, host }: { protocol: string; host: string }) =>
    home.home?.endpoints.find(({ api }) => api === `${protocol}//${host}`);
  const begin = (message: any) => {
    if (!endpointOf(message.connectParams)) {
      return;
    }
    began.set(message.connector, [...(began.get(message.connector) ?? []), performance.now()]);
  };
  const end = (status: number) => (message: any) => {
    const endpoint = endpointOf(message.connectParams);
    const start = endpoint && began.get(message.connector)?.shift();
    if (!endpoint || start === undefined) {
      return;
    }
    const ms = performance.now() - start;
    home.emit("measurement", { kind: "connect", at: Date.now() - ms, ms, region: endpoint.region, status });
  };
  const channels = [
    ["undici:client:beforeConnect", begin],
    ["undici:client:connected", end(200)],
    ["undici:client:connectError", end(0)],
  ] as const;
  for (const [name, listener] of channels) {
    subscribe(name, listener);
  }
  return () => {
    for (const [name, listener] of channels) {
      unsubscribe(name, listener);
    }
  };
}
