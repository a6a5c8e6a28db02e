/** Routes that lead to a function which the stack has not. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../../graph";
import { temporaryProject } from "../../support/stacks";

describe("a route to a function that there is not", function () {
  this.timeout(60_000);

  /** What the program says where routes to `name` lead to "nobody" instead. */
  async function refusalWithout(name: string): Promise<string> {
    const project = temporaryProject();
    try {
      const file = join(project.root, "model/routes.ts");
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(`function: "${name}"`, 'function: "nobody"'));
      await evaluateStacks({ root: project.root, stacks: ["global", "ca"] });
      return "nothing was refused";
    } catch (error) {
      return (error as Error).message;
    } finally {
      project.remove();
    }
  }

  it("refuses one through the API, and says which functions there are and where another is added", async () => {
    assert.match(
      await refusalWithout("measurements"),
      /model\/routes\.ts leads the API to function "nobody"; infra\/region\/api-functions\.ts has (\w+, )+measurements(, \w+)*; add it there$/,
    );
  });

  it("refuses one through the load balancer", async () => {
    assert.match(
      await refusalWithout("lookup"),
      /model\/routes\.ts leads the load balancer to function "nobody"; infra\/region\/lookup\.ts has lookup, health; add it there$/,
    );
  });
});
