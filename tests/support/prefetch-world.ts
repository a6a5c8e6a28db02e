/** Reads with a habit, in virtual time, and what is asked ahead of them. */
import { createPrefetch, type PrefetchOptions } from "../../client/prefetch";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeRequestInit } from "../../client/types";
import { lookup } from "./home-response";
import { createVirtual } from "./virtual-network";

export function world(options: Partial<PrefetchOptions> = {}) {
  const virtual = createVirtual();
  const asked: string[] = [];
  const storage = memoryStorage();
  const server = {
    respond: () => new Response("x".repeat(1000), { headers: { "content-type": "application/json" } }),
  };
  const inits: (HomeRequestInit | undefined)[] = [];
  const fetch = async (input: string | URL | Request, init?: HomeRequestInit) => {
    asked.push(`${init?.method ?? "GET"} ${input}`);
    inits.push(init);
    await virtual.sleep(10);
    return server.respond();
  };
  const home = { fetch, options: { lookup, organization: "acme", storage, runtime: virtual.runtime } };
  const prefetch = createPrefetch(home, { user: "u1", ...options });
  const read = async (path: string, init = {}) => {
    const response = await virtual.run(prefetch.fetch(path, init));
    await virtual.run(virtual.sleep(1000));
    return response;
  };
  return { virtual, asked, inits, server, storage, prefetch, read, home };
}
export const habit = async (read: (path: string) => Promise<unknown>, times: number) => {
  for (let time = 0; time < times; time++) {
    for (const path of ["/list", "/item", "/edit"]) {
      await read(path);
    }
  }
};
