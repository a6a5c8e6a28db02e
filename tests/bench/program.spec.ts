import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { perResource } from "../../bench/program";

describe("benchmark of evaluating a program", function () {
  this.timeout(180_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "program-bench-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("evaluates the stacks of a project with other Regions", async () => {
    const { ms, peakMb } = await perResource(2, folder);
    assert.ok(ms > 0 && peakMb > 0);
  });
});
