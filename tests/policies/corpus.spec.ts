import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { residency } from "../../policies/residency/rules";
import { evaluate } from "../../policies/shared/evaluate";
import { record } from "./support/record";
import { topology } from "./support/scene";

const folder = join(__dirname, "corpus");
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));

/** Each program breaks the one rule that its file is named after. */
describe("the corpus of violations", () => {
  for (const name of names) {
    it(`refuses ${name}, by its own rule alone`, async () => {
      const { program, stack = "ca" } = require(join(folder, name));
      const resources = await record(stack, program);
      const { violations } = evaluate([residency], resources, { topology });
      assert.deepEqual([...new Set(violations.map(({ rule }) => rule.name))], [`residency-${name}`]);
    });
  }

  it("has a program for every residency rule", () => {
    const rules = residency.rules.map((rule) => rule.name.replace(/^residency-/, ""));
    assert.deepEqual([...names].sort(), rules.sort());
  });
});
