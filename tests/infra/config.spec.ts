import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../graph";
import { temporaryProject } from "../support/stacks";

describe("a project that cannot be deployed as it is configured", function () {
  this.timeout(60_000);

  it("refuses with every issue at once and without a stack trace", async () => {
    const project = temporaryProject();
    try {
      writeFileSync(
        join(project.root, "Pulumi.ca.yaml"),
        "config:\n  aws:region: us-east-1\n  home-region:domain: https://example.ca\n  home-region:logRetentionDays: 31\n",
      );
      await assert.rejects(evaluateStacks({ root: project.root, stacks: ["ca"] }), (error: Error) => {
        assert.match(error.message, /stack "ca" cannot be deployed as it is configured:/);
        assert.match(error.message, /\n - aws:region is "us-east-1"; stack ca is ca-central-1/);
        assert.match(error.message, /\n - domain is "https:\/\/example\.ca"/);
        assert.match(error.message, /\n - logRetentionDays is "31"/);
        assert.doesNotMatch(error.message, /\n\s+at /);
        return true;
      });
    } finally {
      project.remove();
    }
  });

  it("refuses a stack without an entry in the topology", async () => {
    const project = temporaryProject();
    try {
      writeFileSync(join(project.root, "Pulumi.mars.yaml"), "config:\n  aws:region: eu-west-3\n");
      await assert.rejects(
        evaluateStacks({ root: project.root, stacks: ["mars"] }),
        /stack "mars" is not in model\/topology\.ts; its stacks are global, ca, ca-west, us, us-west/,
      );
    } finally {
      project.remove();
    }
  });
});
