import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { globalStack, regionStacks } from "../../model/topology";
import { differences } from "../support/approved/differences";
import {
  otherSettingsDocument,
  otherSettingsFile,
  readApproved,
  stackDocuments,
  stackFile,
} from "../support/approved/files";
import { projectRoot } from "../support/stacks";

const stacks = [globalStack, ...Object.keys(regionStacks)];

function isAsApproved(file: string, text: string) {
  const approved = readApproved(file);
  if (approved === text) {
    return;
  }
  const lines = differences(approved, text) || "  (only comments or the order of lines)\n";
  assert.fail(
    `not what tests/infra/approved/${file} has (- approved, + declared now):\n\n${lines}\n` +
      'If that is meant, run "npm run approve" and commit the file with the change.',
  );
}

describe("what the stacks declare is what has been approved", function () {
  this.timeout(120_000);

  for (const stack of stacks) {
    it(`in ${stack}`, async () => {
      isAsApproved(stackFile(stack), (await stackDocuments()).get(stackFile(stack))!);
    });
  }

  it("in what other settings change", async () => {
    isAsApproved(otherSettingsFile, await otherSettingsDocument());
  });

  it("in a file for each stack, and no other", () => {
    const files = readdirSync(join(projectRoot, "tests/infra/approved")).sort();
    assert.deepEqual(files, [...stacks.map(stackFile), otherSettingsFile].sort());
  });
});
