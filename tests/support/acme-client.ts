/** A client of acme in Canada in virtual time, and what it has said and asked. */
import assert from "node:assert/strict";
import { createHomeCore, type HomeClientOptions, type HomeNotice, type HomeStatus } from "../../client/core";
import { attachNotices, english } from "../../client/notices";
import type { HomeFetch } from "../../client/types";
import { homeResponse, lookup } from "./home-response";
import { createVirtual, type Handler, type Virtual } from "./virtual-network";

export const primary = "ca.api.example.com";
export const standby = "ca-west-1.ca.api.example.com";
export const ok: Handler = ({ host }) => ({ status: 200, body: host, delayMs: 20 });

export function setUp(options: Partial<HomeClientOptions> = {}) {
  const virtual = createVirtual();
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 30 }));
  virtual.hosts.set(primary, ok);
  virtual.hosts.set(standby, ok);
  const home = createHomeCore({
    lookup,
    organization: "acme",
    texts: english,
    ...options,
    runtime: virtual.runtime,
  });
  attachNotices(home);
  const notices: HomeNotice[] = [];
  const statuses: HomeStatus[] = [];
  home.on("notice", (notice) => notices.push(notice));
  home.on("status", (status) => statuses.push(status));
  const hosts = (path = "/v1/profile") =>
    virtual.requests.filter((request) => request.path === path).map(({ host }) => host);
  return { virtual, home, notices, statuses, hosts };
}

/** So many readers, each its next read when the last is done: the longest wait. ms. */
export async function longestWait(
  { virtual, home }: { virtual: Virtual; home: { fetch: HomeFetch } },
  { readers, reads }: { readers: number; reads: number },
): Promise<number> {
  const waits: number[] = [];
  const reader = async () => {
    for (let read = 0; read < reads; read++) {
      const before = virtual.now();
      assert.equal((await home.fetch("/v1/profile")).status, 200);
      waits.push(virtual.now() - before);
    }
  };
  await virtual.run(Promise.all(Array.from({ length: readers }, reader)));
  return Math.max(...waits);
}
