import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../../graph";
import { acceleratorZoneIds } from "../../../model/availability-zones";
import { regionStacks } from "../../../model/topology";
import { stackResources, temporaryProject } from "../../support/stacks";

describe("the availability zones of the lookup", function () {
  this.timeout(60_000);

  it("are the first two of a list by zone id, in whatever state they are today", async () => {
    for (const [name, { region }] of Object.entries(regionStacks)) {
      const stack = await stackResources(name);
      const asked = stack.graph.calls!.filter(({ token }) => token.includes("getAvailabilityZones"));
      const filters = [{ name: "zone-id", values: acceleratorZoneIds(region) }];
      assert.deepEqual(
        asked.map(({ inputs }) => inputs),
        [{ filters }],
        name,
      );
      const { inputs } = stack.get("awsx:ec2:Vpc", "network");
      assert.deepEqual(inputs.availabilityZoneNames, [`${region}a`, `${region}b`]);
    }
  });

  /** What the program says with another list of ca-central-1. */
  async function refusalWith(ids: string): Promise<string> {
    const project = temporaryProject();
    try {
      const file = join(project.root, "model/availability-zones.ts");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace(/"ca-central-1": \[.*\]/, `"ca-central-1": ${ids}`));
      await evaluateStacks({ root: project.root, stacks: ["global", "ca"] });
      return "nothing was refused";
    } catch (error) {
      return (error as Error).message;
    } finally {
      project.remove();
    }
  }

  it("may be all that the Region gives the account", async () => {
    assert.equal(await refusalWith('["cac1-az1", "cac1-az2"]'), "nothing was refused");
  });

  it("refuses a Region that gives the account fewer than two of them", async () => {
    assert.match(
      await refusalWith('["cac1-az1", "cac1-az9"]'),
      /ca-central-1 gives this account 1 of the availability zones cac1-az1, cac1-az9 \(ca-central-1a\); a load balancer needs two that Global Accelerator supports; is the Region enabled for this account\?$/,
    );
    assert.match(
      await refusalWith('["cac1-az8", "cac1-az9"]'),
      /ca-central-1 gives this account 0 of the availability zones cac1-az8, cac1-az9 \(none\)/,
    );
  });

  it("refuses a Region whose availability zones are not known", async () => {
    assert.match(
      await refusalWith("[]"),
      /stack "ca": Global Accelerator has no two availability zones in ca-central-1/,
    );
  });
});
