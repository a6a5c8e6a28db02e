import assert from "node:assert/strict";
import type { Cases, CasesOf, Judged } from "./cases";
import { allRules, judged, ruleNamed } from "./judge";

const sceneOf = (subject: Judged) => ("scene" in subject ? subject.scene : subject);
const optionsOf = (subject: Judged) => ("scene" in subject ? subject.options : {});

/** A test for each case of each rule, and one that no rule of the pack is without. */
export function runCases(cases: CasesOf, options: { pack: string; besides?: readonly string[] }): void {
  for (const [name, all] of Object.entries(cases)) {
    describe(name, () => runRule(name, all));
  }
  describe(`cases of ${options.pack}`, () => {
    it("cover every rule", () => {
      const rules = allRules.filter((rule) => rule.name.startsWith(`${options.pack}-`)).map((rule) => rule.name);
      assert.deepEqual([...Object.keys(cases), ...(options.besides ?? [])].sort(), rules.sort());
    });
  });
}

function runRule(name: string, { compliant, violating, absent, unknown }: Cases): void {
  const rule = ruleNamed(name);
  const find = (subject: Judged) => judged(rule, sceneOf(subject), optionsOf(subject));
  const refuses = (title: string, list: readonly Judged[] = []) =>
    list.forEach((subject, index) => {
      it(`refuses ${title} ${index + 1}`, () => {
        const findings = find(subject);
        assert.ok(findings.length > 0, "nothing was found");
        for (const finding of findings) {
          assert.ok(!finding.deferred, "the finding is put off");
          for (const part of [finding.found, finding.allowed, finding.fix]) {
            assert.match(part, /\w{2}/);
          }
        }
      });
    });
  const accepts = (title: string, list: readonly Judged[] = []) =>
    list.forEach((subject, index) => {
      it(`accepts ${title} ${index + 1}`, () => assert.deepEqual(find(subject), []));
    });
  accepts("what is compliant", compliant);
  refuses("a violation", violating);
  refuses("what is absent", absent.found);
  accepts("what is absent", absent.passed);
  refuses("what is unknown", unknown.found);
  accepts("what is unknown", unknown.passed);
  (unknown.deferred ?? []).forEach((subject, index) => {
    it(`puts off what is unknown ${index + 1}`, () => {
      const findings = find(subject);
      assert.deepEqual(
        findings.map(({ deferred }) => deferred),
        findings.map(() => true),
      );
      assert.ok(findings.length > 0);
    });
  });
  it("has cases of every kind", () => {
    assert.ok(compliant.length > 0 && violating.length > 0);
    assert.ok([absent.found, absent.passed].flat().length > 0, "absent");
    assert.ok([unknown.found, unknown.passed, unknown.deferred].flat().length > 0, "unknown");
  });
}
