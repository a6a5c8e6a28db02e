import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../../graph";
import { DeclaredStack, stackResources, temporaryProject } from "../../support/stacks";

describe("the alarms of a stack", function () {
  this.timeout(60_000);

  it("go to whom the configuration names, and to nobody otherwise", async () => {
    for (const stack of await Promise.all(["global", "ca"].map(stackResources))) {
      assert.deepEqual(stack.ofType("aws:sns/topicSubscription:TopicSubscription"), []);
    }
    const project = temporaryProject();
    try {
      const file = join(project.root, "Pulumi.yaml");
      const yaml = readFileSync(file, "utf8");
      const endpointOf = (endpoint: string) => {
        writeFileSync(file, yaml.replace(/(alarmEndpoint:\n.*\n.*\n\s+default: )""/, `$1${endpoint}`));
        return evaluateStacks({ root: project.root, stacks: ["global", "ca"] });
      };
      for (const [endpoint, protocol] of [
        ["on-call@example.ca", "email"],
        ["https://pager.example.ca/v1/alarms", "https"],
      ] as const) {
        for (const graph of await endpointOf(endpoint)) {
          const stack = new DeclaredStack(graph);
          const { region, outputs } = stack.get("aws:sns/topic:Topic", "alarms");
          const { inputs } = stack.get("aws:sns/topicSubscription:TopicSubscription", "alarms");
          assert.deepEqual(inputs, { region, topic: outputs.arn, protocol, endpoint }, graph.stack);
        }
      }
    } finally {
      project.remove();
    }
  });
});
