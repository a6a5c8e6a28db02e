import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { graph } from "../../ops/graph";
import { projectRoot } from "../support/stacks";

describe("docs/pictures/stacks.svg", function () {
  this.timeout(60_000);

  it("is what the stacks declare now: npm run graph -- all --format svg --out docs/pictures/stacks.svg", async () => {
    const kept = readFileSync(join(projectRoot, "docs/pictures/stacks.svg"), "utf8");
    assert.equal(kept.trim(), (await graph("all", "svg")).trim());
  });
});
