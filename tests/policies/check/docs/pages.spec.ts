import assert from "node:assert/strict";
import { pages } from "../../../../policies/check/docs/pages";
import { project } from "../fixture";

describe("the pages in docs/", () => {
  it("tell of the rules, and of what the stacks of a project declare", async () => {
    const all = await pages(project);
    assert.deepEqual(Object.keys(all), ["policies.md", "residency.md"]);
    assert.match(all["policies.md"]!, /^# Policies\n/);
    assert.match(
      all["residency.md"]!,
      /\n\| personal \| sqs queue \| jobs \| us-east-1 \| its own jurisdiction \(CA\) \|\n/,
    );
  });
});
