import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "../../../policies/check/docs";
import { people } from "../../../policies/check/report/people";
import { check } from "../../../policies/check/run";
import { packs } from "../../../policies/packs";

const docs = join(__dirname, "../../../docs");

describe("this project's own stacks", () => {
  it("pass every rule, with no exemption", async () => {
    const report = await check({ packs });
    assert.deepEqual(
      report.violations.map(({ message }) => message),
      [],
      people(report),
    );
    assert.deepEqual(report.exempted, []);
    assert.ok(report.stacks.length >= 5 && report.resourceCount > 200);
  }).timeout(60_000);

  it("refuses a stack that is not there", async () => {
    await assert.rejects(check({ packs, stacks: ["nowhere"] }), /there is no stack "nowhere"; allowed are global, ca/);
  }).timeout(60_000);

  it("are described by docs/policies.md and docs/residency.md (run policies/check/docs.ts)", async () => {
    for (const [file, text] of Object.entries(await pages())) {
      assert.equal(readFileSync(join(docs, file), "utf8"), text, `docs/${file} is not current`);
    }
  }).timeout(60_000);
});
