/** A client that measures, in virtual time, and the batches that its Region gets. */
import { createHomeCore } from "../../client/core";
import { createMeasure, type MeasureOptions } from "../../client/measure";
import type { Measurement } from "../../client/types";
import { homeResponse, lookup } from "./home-response";
import { createVirtual } from "./virtual-network";

export function measureWorld(options: MeasureOptions = {}) {
  const virtual = createVirtual();
  const bodies: { measurements: Record<string, unknown>[]; dropped: number }[] = [];
  let down = false;
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 30 }));
  for (const host of ["ca.api.example.com", "ca-west-1.ca.api.example.com"]) {
    virtual.hosts.set(host, ({ path, body }) => {
      if (down) {
        return { fault: "network" };
      }
      if (path === "/v1/measurements") {
        bodies.push(JSON.parse(body));
      }
      return { status: 200, delayMs: 20 };
    });
  }
  const fail = (on: boolean) => {
    down = on;
  };
  const home = createHomeCore({ lookup, organization: "acme", runtime: virtual.runtime });
  const measure = createMeasure(home, { sampling: 1, ...options });
  return { virtual, home, measure, bodies, fail };
}

export const connectOf = (ms: number): Measurement => ({
  kind: "connect",
  at: 1,
  ms,
  region: "ca-central-1",
  status: 200,
});
