import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

type Specs = Record<"all" | "fast" | "slow" | "browser" | "runtimes" | "recipes", string[]>;
const { slowSources, specs } = require("../../../cli/make/specs") as {
  slowSources: string[];
  specs(root?: string): Specs;
};
const root = resolve(__dirname, "../../..");

describe("the spec files of make's targets", () => {
  it("are each in one of them, and make test runs fast and slow ones", () => {
    const { all, fast, slow, browser, runtimes, recipes } = specs();
    assert.deepEqual(all, [...slow, ...fast]);
    const others = [...browser, ...runtimes, ...recipes];
    assert.equal(new Set([...all, ...others]).size, all.length + others.length);
    assert.deepEqual(runtimes, ["tests/client/runtimes.spec.ts"]);
    assert.deepEqual(recipes, ["tests/docs/contributing.spec.ts", "tests/infra/adding-a-region.spec.ts"]);
    assert.equal(all[0], "tests/client/twin.spec.ts");
    for (const file of [...runtimes, ...recipes, ...slowSources]) {
      assert.ok(existsSync(join(root, file)), `${file} is gone`);
    }
  });

  it("are told apart: what starts twins, browsers and stacks is slow, rules are fast", () => {
    const { fast, slow, browser } = specs();
    for (const file of ["client/browser", "local/control/page", "local/control/page-faults"]) {
      assert.ok(browser.includes(`tests/${file}.spec.ts`), file);
    }
    for (const file of ["local/twin", "local/main", "infra/region/stack"]) {
      assert.ok(slow.includes(`tests/${file}.spec.ts`), file);
    }
    for (const file of ["model/names", "client/fetch", "local/route53/rules/answer", "policies/residency/rules"]) {
      assert.ok(fast.includes(`tests/${file}.spec.ts`), file);
    }
  });

  it("are slow by what they import, through the tests' own files too, types left out", () => {
    const folder = mkdtempSync(join(tmpdir(), "home-region-specs-"));
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    try {
      write("local/twin.ts", "");
      write("local/rules.ts", 'import "./twin";');
      write("tests/support/twin.ts", 'import { startTwin } from "../../local/twin";');
      write("tests/support/more.ts", 'import {\n  a,\n} from "./twin";');
      write("tests/a-process.spec.ts", 'import { spawn } from "node:child_process";');
      write("tests/b-twin.spec.ts", 'import { more } from "./support/more";');
      // Written in two, or this spec would be one of those.
      write("tests/c-required.spec.ts", ["const { chromium } = require", '("playwright-core");'].join(""));
      write("tests/d-rules.spec.ts", 'import { rule } from "../local/rules";');
      write("tests/e-type.spec.ts", 'import type { Twin } from "../local/twin";');
      assert.deepEqual(specs(folder), {
        all: ["a-process", "b-twin", "d-rules", "e-type"].map((name) => `tests/${name}.spec.ts`),
        slow: ["a-process", "b-twin"].map((name) => `tests/${name}.spec.ts`),
        browser: ["tests/c-required.spec.ts"],
        fast: ["d-rules", "e-type"].map((name) => `tests/${name}.spec.ts`),
        runtimes: ["tests/client/runtimes.spec.ts"],
        recipes: ["tests/docs/contributing.spec.ts", "tests/infra/adding-a-region.spec.ts"],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
