/** What components say of themselves. */
import assert from "node:assert/strict";
import { evaluatedStacks } from "../support/stacks";

describe("every component", function () {
  this.timeout(60_000);

  it("registers what a reader of the state wants, and no secret", async () => {
    const stacks = await evaluatedStacks();
    const secret: string = stacks.find(({ stack }) => stack === "global")!.outputs.registryHashKey;
    assert.ok(secret.length > 20);
    for (const { resources } of stacks) {
      for (const { urn, type, registered } of resources) {
        if (!type.startsWith("home-region:")) {
          continue;
        }
        assert.ok(registered && Object.keys(registered).length > 0, urn);
        for (const [key, value] of Object.entries(registered)) {
          assert.notEqual(value, undefined, `${urn} ${key}`);
          assert.equal(JSON.stringify(value).includes(secret), false, `${urn} ${key}`);
        }
      }
    }
  });
});
