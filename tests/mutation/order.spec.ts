import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { root } from "./files";
import { folders } from "./folders";
import { nearness } from "./order";

describe("the order in which tests judge a mutant", () => {
  it("is its file's own, its folder's, then the others", () => {
    const rank = nearness("/r", "/r/functions/shared/http.ts", new Set());
    const ranks = [
      "tests/functions/shared/http.spec.ts",
      "tests/functions/shared/http-limits.spec.ts",
      "tests/functions/shared/rows.spec.ts",
      "tests/functions/lookup/http.spec.ts",
    ].map((file) => rank(`/r/${file}`, "answers by http"));
    assert.deepEqual(ranks, [0, 0, 1, 2]);
  });

  it("begins with the tests that name a file of several words", () => {
    const rank = nearness("/r", "/r/policies/residency/confine-keys.ts", new Set());
    assert.equal(rank("/r/tests/policies/corpus.spec.ts", "the corpus confine-keys refuses"), 0);
    assert.equal(rank("/r/tests/policies/corpus.spec.ts", "the corpus confine-records refuses"), 2);
  });

  it("ends with slow tests, and only those that mirror the mutant's folder", () => {
    const slow = new Set(["/r/tests/ops/organizations/cli.spec.ts", "/r/tests/ops/all.spec.ts"]);
    const of = (mutated: string) => [...slow].map((file) => nearness("/r", mutated, slow)(file, ""));
    assert.deepEqual(of("/r/ops/organizations/cli.ts"), [2, 2]);
    assert.deepEqual(of("/r/ops/organizations/deep/x.ts"), [2, 2]);
    assert.deepEqual(of("/r/ops/organizations.ts"), [2, 2]);
    assert.deepEqual(of("/r/ops/organizations-old.ts"), [undefined, 2]);
  });
});

describe("the folders that are mutated", () => {
  for (const [name, { mutate, spec, slow = [], kept = [], first = [], goal }] of Object.entries(folders)) {
    it(`${name}: every pattern is of files that are there`, () => {
      for (const pattern of [
        ...mutate.map((pattern) => pattern.replace(/^!/, "")),
        ...spec,
        ...slow,
        ...kept,
        ...first,
      ]) {
        assert.notDeepEqual(globSync(pattern, { cwd: root }), [], pattern);
      }
      assert.ok(goal >= 85, String(goal));
    });
  }
});
