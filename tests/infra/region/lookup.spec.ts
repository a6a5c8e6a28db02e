import assert from "node:assert/strict";
import { regionStacks } from "../../../model/topology";
import { type DeclaredStack, stackResources } from "../../support/stacks";

describe("the lookup's health", function () {
  this.timeout(60_000);
  const stacks: [region: string, stack: DeclaredStack][] = [];
  before(async () => {
    for (const [name, { region }] of Object.entries(regionStacks)) {
      stacks.push([region, await stackResources(name)]);
    }
  });

  it("is asked of both functions each 10 s: gone after two failures, back after two answers", () => {
    for (const [, stack] of stacks) {
      const groups = stack.ofType("aws:lb/targetGroup:TargetGroup");
      assert.deepEqual(groups.map((group) => group.name).sort(), ["lookup-health", "lookup-lookup"]);
      for (const { inputs } of groups) {
        const { tags: _, ...settings } = inputs;
        assert.deepEqual(settings, {
          targetType: "lambda",
          lambdaMultiValueHeadersEnabled: true,
          healthCheck: {
            enabled: true,
            path: "/livez",
            matcher: "200",
            interval: 10,
            timeout: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 2,
          },
        });
      }
    }
  });

  it("moves the accelerator's clients by itself: each Region takes all of its share", () => {
    for (const [region, stack] of stacks) {
      const { inputs, options } = stack.get("aws:globalaccelerator/endpointGroup:EndpointGroup", "lookup");
      const { listenerArn: _, ...settings } = inputs;
      assert.deepEqual(settings, {
        endpointGroupRegion: region,
        endpointConfigurations: [
          {
            endpointId: stack.get("aws:lb/loadBalancer:LoadBalancer", "lookup").outputs.arn,
            weight: 128,
            clientIpPreservationEnabled: true,
          },
        ],
        trafficDialPercentage: 100,
        healthCheckProtocol: "TCP",
        healthCheckPort: 443,
        healthCheckIntervalSeconds: 10,
        thresholdCount: 3,
      });
      // An endpoint without a listener is unhealthy: the group would open with nothing behind it.
      assert.deepEqual(options!.dependsOn, [stack.get("aws:lb/listener:Listener", "lookup").urn]);
    }
  });

  it("sends each path to its function, everything else to a 404", () => {
    for (const [, stack] of stacks) {
      const targets = stack.ofType("aws:lb/listenerRule:ListenerRule").map(({ inputs }) => {
        const [group] = stack
          .ofType("aws:lb/targetGroup:TargetGroup")
          .filter(({ outputs }) => outputs.arn === inputs.actions[0].targetGroupArn);
        const [attached] = stack
          .ofType("aws:lb/targetGroupAttachment:TargetGroupAttachment")
          .filter((attachment) => attachment.inputs.targetGroupArn === group!.outputs.arn);
        const [target] = stack
          .ofType("aws:lambda/function:Function")
          .filter(({ outputs }) => outputs.arn === attached!.inputs.targetId);
        return [inputs.conditions[0].pathPattern.values, inputs.actions[0].type, target!.name];
      });
      assert.deepEqual(targets, [
        [["/healthz", "/livez"], "forward", "lookup-health"],
        [["/v1/homes", "/v1/organizations/*"], "forward", "lookup"],
      ]);
      const [otherwise, ...others] = stack.get("aws:lb/listener:Listener", "lookup").inputs.defaultActions;
      assert.deepEqual(others, []);
      assert.deepEqual([otherwise.type, otherwise.fixedResponse.statusCode], ["fixed-response", "404"]);
      const { code, status, detail } = JSON.parse(otherwise.fixedResponse.messageBody);
      assert.deepEqual([code, status], ["path-unknown", 404]);
      assert.match(detail, /^Valid paths: \/v1\/organizations\/\{organization\}\/home, \/v1\/homes, /);
    }
  });
});
