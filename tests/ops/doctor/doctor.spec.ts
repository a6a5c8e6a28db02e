import assert from "node:assert/strict";
import { reportLines, stacksToCheck } from "../../../ops/doctor";

describe("the doctor", () => {
  it("puts what must be fixed last and counts each kind", () => {
    const text = reportLines([
      { check: "domain", status: "fix", found: "none", fix: "set one" },
      { check: "quotas", status: "look", found: "few", fix: "ask" },
      { check: "node", status: "ok", found: "24" },
      { check: "backend", status: "unknown", found: "not checked: why" },
      { check: "ports", status: "look", found: "taken", fix: "stop it" },
    ]);
    const fix = (what: string) => `${" ".repeat(21)}fix: ${what}`;
    assert.deepEqual(text.split("\n"), [
      "ok    node           24",
      "?     backend        not checked: why",
      ...["look  quotas         few", fix("ask"), "look  ports          taken", fix("stop it")],
      ...["FIX   domain         none", fix("set one"), ""],
      "1 to fix before a deployment; 2 to look at; 1 not checked",
    ]);
    assert.equal(reportLines([]), "\nnothing that must be fixed; 0 to look at; 0 not checked");
  });

  it("refuses a stack that is not in the topology, and checks the global one with any other", () => {
    assert.deepEqual(stacksToCheck(undefined), ["global", "ca", "ca-west", "us", "us-west"]);
    assert.deepEqual(stacksToCheck("ca"), ["global", "ca"]);
    assert.deepEqual(stacksToCheck("global"), ["global"]);
    assert.throws(() => stacksToCheck("mars"), {
      message: 'no stack "mars" in model/topology.ts; allowed: global, ca, ca-west, us, us-west',
    });
  });
});
