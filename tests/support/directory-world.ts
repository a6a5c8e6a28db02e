/** A client's home in virtual time: its storage, and a lookup of which the test says what it answers. */
import { createHomeCore, type HomeClientOptions } from "../../client/core";
import { memoryStorage } from "../../client/storage/memory";
import { homeResponse, lookup } from "./home-response";
import { createVirtual } from "./virtual-network";

export function directoryWorld(options: Partial<HomeClientOptions> = {}, random = 1) {
  const virtual = createVirtual();
  const storage = memoryStorage();
  const server = { response: homeResponse() as unknown, status: 200 };
  virtual.hosts.set("api.example.com", () => ({ status: server.status, body: server.response, delayMs: 0 }));
  virtual.hosts.set("ca.api.example.com", () => ({ status: 200, delayMs: 0 }));
  const runtime = { ...virtual.runtime, random: () => random };
  const create = () => createHomeCore({ lookup, organization: "acme", storage, ...options, runtime });
  const asked = () => virtual.requests.filter(({ host }) => host === "api.example.com");
  const read = (home: ReturnType<typeof create>) => virtual.run(home.fetch("/v1/profile"));
  return { virtual, storage, server, create, asked, read, runtime };
}
