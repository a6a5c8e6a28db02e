/** Both Regions of a home are gone for minutes, for many clients: who is back when, and what it took meanwhile. */
import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { ok, primary, standby } from "../support/acme-client";
import { homeResponse, lookup } from "../support/home-response";
import { createVirtual, type Handler } from "../support/virtual-network";

const outages: Record<string, Handler> = {
  "connections fail": () => ({ fault: "network" }),
  "connections hang": () => ({ fault: "silence" }),
  "answers are 503": () => ({ status: 503 }),
};

describe("client after an outage of every Region of home", () => {
  for (const [name, gone] of Object.entries(outages)) {
    for (const minutes of [1, 5, 20]) {
      it(`is served within seconds of the recovery, in no herd: ${name} for ${minutes} min`, async () => {
        const waits: number[] = [];
        const tries: number[] = [];
        for (let seed = 1; seed <= 20; seed++) {
          const virtual = createVirtual(seed * 7919);
          virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 30 }));
          const all = (handler: Handler) => [primary, standby].map((host) => virtual.hosts.set(host, handler));
          all(ok);
          const home = createHomeCore({ lookup, organization: "acme", runtime: virtual.runtime });
          await virtual.run(home.fetch("/v1/profile"));
          all(gone);
          let back: number | undefined;
          const end = virtual.now() + minutes * 60_000;
          const user = async (): Promise<void> => {
            // People do not click in step.
            await virtual.sleep(seed * 50);
            while (back === undefined) {
              home.fetch("/v1/profile").then(
                ({ status }) => {
                  if (status === 200) {
                    back ??= virtual.now();
                  }
                },
                () => {},
              );
              await virtual.sleep(1000);
            }
          };
          virtual.runtime.setTimeout(() => all(ok), end - virtual.now());
          await virtual.run(user());
          waits.push(back! - end);
          const data = virtual.requests.filter(({ host, at }) => host !== "api.example.com" && at < end);
          tries.push(data.length / (minutes * 60));
        }
        waits.sort((a, b) => a - b);
        assert.ok(waits[10]! <= 5000, `median ${waits[10]} ms`);
        assert.ok(waits.at(-1)! <= 10_000, `longest ${waits.at(-1)} ms`);
        assert.ok(Math.max(...tries) <= 1.1, `${Math.max(...tries)} requests a call`);
        const inOne = Math.max(...waits.map((from) => waits.filter((at) => at >= from && at < from + 250).length));
        assert.ok(inOne <= 7, `${inOne} of 20 come back in the same quarter of a second`);
      }).timeout(60_000);
    }
  }
});
