/**
 * A regional API in virtual time, as docs/decisions/0009-idempotency.md has it: what was done under a key is answered again, 409 with
 * Retry-After while it runs, 412 for a version that has moved on. Both endpoints are one Region's tables.
 */
import { homeResponse } from "./home-response";
import { hosts } from "./offline-world";
import type { Virtual, VirtualRequest, VirtualResponse } from "./virtual-network";

/** What happens to an attempt; `slow` takes so many ms until the write is done. */
export type Fate = "ok" | "lost" | "done-but-lost" | "done-but-503" | "503" | { slow: number };

export function keyedServer(virtual: Virtual, fateOf: (request: VirtualRequest) => Fate) {
  const kept = new Map<string, { status: number; asked: string }>();
  const running = new Set<string>();
  const statuses: number[] = [];
  const bodies: string[] = [];
  let version = 0;

  async function write({ method, headers, body }: VirtualRequest, slow: number): Promise<VirtualResponse> {
    const key = headers.get("idempotency-key");
    const condition = headers.get("if-match");
    const asked = JSON.stringify([method, body, condition]);
    const known = key === null ? undefined : kept.get(key);
    if (known) {
      return { status: known.asked === asked ? known.status : 422 };
    }
    if (key !== null && running.has(key)) {
      return { status: 409, headers: { "retry-after": "1" } };
    }
    if (condition !== null && condition !== `"${version}"`) {
      return { status: 412 };
    }
    if (key !== null) {
      running.add(key);
    }
    if (slow > 0) {
      await virtual.sleep(slow);
    }
    version++;
    bodies.push(body);
    if (key !== null) {
      running.delete(key);
      kept.set(key, { status: 200, asked });
    }
    return { status: 200 };
  }

  async function answer(request: VirtualRequest): Promise<VirtualResponse> {
    if (request.method === "GET") {
      return { status: 200, body: { version }, headers: { "content-type": "application/json" } };
    }
    const fate = fateOf(request);
    if (fate === "lost") {
      return { fault: "network" };
    }
    if (fate === "503") {
      return { status: 503 };
    }
    const response = await write(request, typeof fate === "object" ? fate.slow : 0);
    if (fate === "done-but-lost") {
      return { fault: "network" };
    }
    return fate === "done-but-503" ? { status: 503 } : response;
  }

  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse() }));
  for (const host of hosts) {
    virtual.hosts.set(host, async (request) => {
      const response = await answer(request);
      statuses.push("status" in response ? response.status : 0);
      return response;
    });
  }
  return {
    /** What was done, once each, in order. */
    bodies,
    /** What was answered; 0 where nothing was. */
    statuses,
    get version() {
      return version;
    },
  };
}
