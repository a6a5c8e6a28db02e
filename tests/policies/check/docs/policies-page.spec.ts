import assert from "node:assert/strict";
import { policiesPage } from "../../../../policies/check/docs/policies-page";
import type { Rule } from "../../../../policies/shared/rule";

const rule: Rule = {
  name: "cost-tag-team",
  description: "Everything names its team.",
  severity: "low",
  references: [],
  remediation: "Add the tag.",
  url: "https://docs.aws.amazon.com/tags",
};
const sectionOf = (rule: Rule) =>
  policiesPage([{ name: "cost", title: "Cost", description: "What it costs.", rules: [rule] }])
    .split("### ")[1]!
    .trimEnd();

describe("docs/policies.md", () => {
  it("says of a rule no more than there is", () => {
    assert.equal(
      sectionOf(rule),
      [
        "cost-tag-team",
        "",
        "Everything names its team. Add the tag.",
        "",
        "Severity low; [documentation](https://docs.aws.amazon.com/tags).",
      ].join("\n"),
    );
  });

  it("lists the properties that a rule answers for, type by type, without those that it takes whole", () => {
    const claims = { "aws:sqs/queue:Queue": ["policy", "redrivePolicy"], "aws:sns/topic:Topic": [] };
    const section = sectionOf({ ...rule, claims, references: [{ framework: "home-region", id: "law 1" }] });
    assert.ok(section.includes("Severity low; home-region law 1; [documentation]"));
    assert.ok(section.endsWith("\n- `aws:sqs/queue:Queue`: `policy`, `redrivePolicy`"), section);
  });
});
