import assert from "node:assert/strict";
import { packs } from "../../../policies/packs";
import { residency } from "../../../policies/residency/rules";
import { evaluate } from "../../../policies/shared/evaluate";
import { make, topology } from "../support/scene";

const queue = make("aws:sqs/queue:Queue", { region: "us-east-1" });

describe("evaluate", () => {
  it("says what was found, what is allowed and how to mend it", () => {
    const { violations, exempted, exemptionIssues } = evaluate([residency], [queue], { topology });
    assert.deepEqual([exempted, exemptionIssues], [[], []]);
    assert.deepEqual(
      violations.map(({ pack, rule, level, message }) => [pack, rule.name, level, message]),
      [
        [
          "residency",
          "residency-keep-region",
          "mandatory",
          'sqs queue "subject" is in us-east-1 (US) (region); stack ca: personal data of CA may be in ca-central-1, ca-west-1; set its region to an allowed one or move it to stack us',
        ],
      ],
    );
  });

  it("takes levels, one by one or all", () => {
    const level = (levels: Record<string, "advisory" | "disabled" | "mandatory">) =>
      evaluate([residency], [queue], { topology, levels }).violations.map((violation) => violation.level);
    assert.deepEqual(level({ "residency-keep-region": "advisory" }), ["advisory"]);
    assert.deepEqual(level({ all: "advisory" }), ["advisory"]);
    assert.deepEqual(level({ all: "disabled", "residency-keep-region": "mandatory" }), ["mandatory"]);
    assert.deepEqual(level({ all: "disabled" }), []);
  });

  it("asks rules about stacks once a stack", () => {
    const resources = [
      make("aws:ec2/subnet:Subnet", {}, { stack: "a" }),
      make("aws:ec2/subnet:Subnet", {}, { stack: "a", name: "b" }),
      make("aws:ec2/subnet:Subnet", {}, { stack: "b" }),
    ];
    const { violations } = evaluate([residency], resources, { topology });
    const stacks = violations
      .filter(({ rule }) => rule.name === "residency-declare-topology")
      .map(({ finding }) => finding.resource.stack);
    assert.deepEqual(stacks, ["a", "b"]);
  });

  it("finds what a stack lacks in that stack alone", () => {
    const failover = { type: "A", healthCheckId: "h", failoverRoutingPolicies: [{ type: "PRIMARY" }] };
    const resources = ["ca", "us"].flatMap((stack) => [
      make("aws:s3/bucket:Bucket", { bucket: stack }, { stack }),
      make("aws:route53/record:Record", { name: `${stack}.api.example.com`, ...failover }, { stack }),
    ]);
    const { violations } = evaluate(packs, resources, { topology });
    const names = [
      "security-block-public-access",
      "resilience-pair-failover-records",
      "resilience-alarm-health-checks",
    ];
    for (const name of names) {
      const found = violations.filter(({ rule }) => rule.name === name);
      assert.deepEqual(
        found.map(({ finding }) => finding.resource.stack),
        ["ca", "us"],
        name,
      );
    }
  });

  it("finds as much in each resource, however many there are", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        make("aws:sqs/queue:Queue", { name: `q${index}` }, { name: `q${index}` }),
      );
    assert.equal(
      evaluate(packs, many(50), { topology }).violations.length,
      50 * evaluate(packs, many(1), { topology }).violations.length,
    );
  });

  it("names rules and files alike, each once, all documented", () => {
    const rules = packs.flatMap(({ name, rules }) => rules.map((rule) => [name, rule] as const));
    assert.equal(new Set(rules.map(([, { name }]) => name)).size, rules.length);
    for (const [pack, rule] of rules) {
      assert.ok(rule.name.startsWith(`${pack}-`), rule.name);
      require(`../../../policies/${pack}/${rule.name.slice(pack.length + 1)}`);
      assert.match(rule.url, /^https:\/\//);
      for (const text of [rule.description, rule.remediation]) {
        assert.match(text, /^[A-Z].{10,}[.]$/s, rule.name);
      }
      assert.ok(["low", "medium", "high", "critical"].includes(rule.severity));
      assert.ok(rule.references.length > 0, rule.name);
      for (const { type, items, ...setting } of Object.values(rule.settings ?? {})) {
        assert.notEqual(setting.default, undefined);
        assert.deepEqual(items, type === "array" ? { type: "string" } : undefined, "what the engine checks lists by");
      }
    }
  });
});
