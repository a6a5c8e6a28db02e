/** Offline use on invented time: a device with a storage, a network that is there or not, and a server that does each key once. */
import { createHomeCore, type HomeStorage } from "../../client/core";
import { createOffline, type OfflineOptions } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import { homeResponse, lookup } from "./home-response";
import { createVirtual } from "./virtual-network";

export const hosts = ["ca.api.example.com", "ca-west-1.ca.api.example.com"];

/** A server that does every key once, as the regional API does: it keeps what it did, and judges anew what it refused. */
export function createLedger() {
  const done: string[] = [];
  const responses = new Map<string, number>();
  const counts = new Map<string, number>();
  return {
    done,
    counts,
    take(key: string, body: string, status = 200): number {
      const known = responses.get(key);
      if (known !== undefined) {
        return known;
      }
      if (status < 400) {
        responses.set(key, status);
        done.push(body);
        counts.set(body, (counts.get(body) ?? 0) + 1);
      }
      return status;
    },
  };
}

export function world(
  options: Partial<OfflineOptions> = {},
  storage: HomeStorage = memoryStorage(),
  virtual = createVirtual(),
) {
  const ledger = createLedger();
  let online = true;
  virtual.hosts.set("api.example.com", () => (online ? { status: 200, body: homeResponse() } : { fault: "network" }));
  for (const host of hosts) {
    virtual.hosts.set(host, ({ method, headers, body, path }) => {
      if (!online) {
        return { fault: "network" };
      }
      if (method === "GET") {
        return { status: 200, body: path, headers: { "content-type": "application/json" } };
      }
      return {
        status: ledger.take(headers.get("idempotency-key") ?? "none", body, body.startsWith("bad") ? 409 : 200),
      };
    });
  }
  const network = (on: boolean) => {
    online = on;
  };
  const start = () => {
    const home = createHomeCore({ lookup, organization: "acme", storage, runtime: virtual.runtime });
    return createOffline(home, { user: "u1", ...options });
  };
  const put = (offline: ReturnType<typeof start>, body: string) =>
    virtual.run(offline.fetch("/v1/profile", { method: "PUT", body }));
  return { virtual, ledger, storage, start, put, network };
}
