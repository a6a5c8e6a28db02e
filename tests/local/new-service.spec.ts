import assert from "node:assert/strict";
import type { Service, TwinContext } from "../../local/context";
import { lambda } from "../../local/lambda/types";
import { type ServiceKey, serviceKey, serviceModule } from "../../local/module";
import { serviceModules } from "../../local/services";
import { evaluatedStacks } from "../support/stacks";
import { startTestTwin } from "../support/twin";
import { resource } from "../support/twin-context";

interface Queues extends Service {
  readonly calls: string[];
}
const queues: ServiceKey<Queues> = serviceKey("queues");
const host = "queue.example.net";

/** All that it takes to add a service. */
const queuesModule = serviceModule<Queues>({
  key: queues,
  title: "Queues",
  description: { does: "queues" },
  standsInFor: ["aws:sqs/queue:Queue"],
  declaredOnly: { "aws:sqs/queuePolicy:QueuePolicy": "declared; whoever is on this machine may send" },
  needs: [lambda],
  create: ({ clock }: TwinContext) => {
    const calls: string[] = [];
    const note = async (call: string) => void calls.push(`${call} at ${clock.speed}`);
    return { calls, start: () => note("start"), stop: () => note("stop") };
  },
  health: () => [
    {
      service: "queues",
      name: "orders",
      region: "ca-central-1",
      target: host,
      healthy: true,
      since: 1,
      detail: "empty",
    },
  ],
  explain: (_, waypoint) =>
    waypoint.host === host ? { why: ["the queue answers"], region: "ca-central-1" } : undefined,
});

describe("a service that is added to the twin", function () {
  this.timeout(150_000);
  it("is started, listed, healthy, explained and stopped", async () => {
    const [global, ...others] = await evaluatedStacks();
    const declared = ["queue:Queue", "queuePolicy:QueuePolicy"].map((type) => resource(`aws:sqs/${type}`, "orders"));
    const stacks = [{ ...global!, resources: [...global!.resources, ...declared] }, ...others];
    const twin = await startTestTwin({ stacks, modules: [queuesModule, ...serviceModules], organizations: false });
    const { calls } = twin.services.get(queues);
    try {
      assert.deepEqual(calls, ["start at 8"]);
      const unsupported = twin.control.unsupported().filter(({ type }) => type.startsWith("aws:sqs/"));
      const meaning = "declared; whoever is on this machine may send";
      assert.deepEqual(unsupported, [{ type: "aws:sqs/queuePolicy:QueuePolicy", count: 1, meaning }]);
      const state: any = await (await fetch(`${twin.url}/api/state`)).json();
      const health = state.health.filter(({ service }: { service: string }) => service === "queues");
      assert.deepEqual(health, queuesModule.health!(twin.services.get(queues)));
      const { why, region } = await twin.control.resolve(host, twin.context.network.place("Toronto"));
      assert.deepEqual([why, region], [["the queue answers"], "ca-central-1"]);
      assert.ok(
        twin.control.health().some(({ service }) => service === "load-balancer"),
        "targets are told too",
      );
    } finally {
      await twin.stop();
    }
    assert.deepEqual(calls, ["start at 8", "stop at 8"]);
  });
});
