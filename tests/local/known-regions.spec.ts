import assert from "node:assert/strict";
import { Graph } from "../../graph/graph";
import { checkRegions } from "../../local/known-regions";
import { serviceModules } from "../../local/services";
import { startTwin } from "../../local/twin";
import { InvalidInput } from "../../model/invalid-input";
import { regionStacks } from "../../model/topology";
import { evaluatedStacks } from "../support/stacks";
import { graphOf, resource } from "../support/twin-context";

const away = graphOf(
  resource("aws:route53/zone:Zone", "zone", { name: "example.com" }, { id: "Z1" }),
  resource("aws:route53/record:Record", "record", {
    zoneId: "Z1",
    name: "api",
    type: "A",
    setIdentifier: "a",
    records: ["1.2.3.4"],
    latencyRoutingPolicies: [{ region: "xx-north-1" }],
  }),
  resource("aws:route53/healthCheck:HealthCheck", "check", { type: "TCP", regions: ["us-east-1", "xx-north-2"] }),
  resource(
    "aws:globalaccelerator/accelerator:Accelerator",
    "a",
    {},
    { id: "a", outputs: { arn: "a", dnsName: "a.example" } },
  ),
  resource(
    "aws:globalaccelerator/listener:Listener",
    "l",
    { acceleratorArn: "a", protocol: "TCP", portRanges: [{ fromPort: 443, toPort: 443 }] },
    { id: "l", outputs: { arn: "l" } },
  ),
  resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "g", {
    listenerArn: "l",
    endpointGroupRegion: "xx-north-3",
  }),
  ...Array.from({ length: 7 }, (_, index) =>
    resource("aws:dynamodb/table:Table", `table-${index}`, {}, { region: "xx-north-4" }),
  ),
);

describe("Regions of the twin", () => {
  it("refuses every one that it has no place for, with who names it and what to do, all at once", () => {
    const stacks = { ...regionStacks, mars: { ...regionStacks.ca!, region: "xx-north-5" } };
    const check = () => checkRegions(away, serviceModules, stacks);
    assert.throws(check, (error: Error) => {
      assert.ok(error instanceof InvalidInput);
      const lines = error.message.split("\n");
      assert.deepEqual(
        lines.map((line) =>
          /Region "([^"]+)", which is named by (.*?); Regions with a place: us-east-1, /.exec(line)?.slice(1),
        ),
        [
          ["xx-north-5", 'stack "mars" of model/topology.ts'],
          [
            "xx-north-4",
            `${[0, 1, 2, 3, 4].map((n) => `aws:dynamodb/table:Table "table-${n}" of stack ca`).join(", ")}, 2 more`,
          ],
          ["xx-north-1", "a latency record of api.example.com"],
          ["xx-north-2", 'health check "check"'],
          ["xx-north-3", "an endpoint group of Global Accelerator"],
        ],
      );
      for (const line of lines) {
        assert.match(line, /add its place to local\/data\/regions\.ts$/);
      }
      return true;
    });
  });

  it("are all known in this project", async function () {
    this.timeout(120_000);
    checkRegions(new Graph(await evaluatedStacks()), serviceModules);
  });

  it("refuses before any service is made", async () => {
    const made: string[] = [];
    const modules = serviceModules.map((module) => ({
      ...module,
      create: () => {
        made.push(module.key.name);
        throw new Error("not to be made");
      },
    }));
    const stacks = [...away.stacks];
    await assert.rejects(startTwin({ stacks, modules, port: 0, organizations: false }), InvalidInput);
    assert.deepEqual(made, []);
  });
});
