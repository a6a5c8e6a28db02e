import assert from "node:assert/strict";
import { classify } from "../../../policies/classification";
import { keepsAccounts } from "../../../policies/shared/confined";
import type { ValueKind } from "../../../policies/shared/place";
import { unknown } from "../../../policies/shared/values";
import destinations from "../cases/destinations.json";
import { placed } from "../support/abroad";
import { allRules, judged, residencyNames, ruleNamed } from "../support/judge";
import { foreignBucket, homeBucket, make, operational, propsWith, topology } from "../support/scene";

const key = make("aws:kms/key:Key", {}, { stack: "ca", name: "made" });

/** Whose an untagged resource is may be unknown too, until creation tells; but not where only a destination is unknown. */
const mayBelongElsewhere = (type: string, path: string) => {
  const { taggable, to } = classify(type, topology);
  return !taggable && !to.includes(path);
};

/** What a type must have besides, so that only what a property names is wrong. */
const sound: Readonly<Record<string, object>> = {
  "aws:apigateway/restApi:RestApi": { endpointConfiguration: { types: "REGIONAL" } },
};

for (const [name, types] of Object.entries(destinations as unknown as Record<string, Record<string, string[]>>)) {
  describe(name, () => {
    const rule = ruleNamed(name);
    it("answers for the listed properties and no others", () => {
      const listed = Object.entries(types).map(([type, paths]) => [
        type,
        paths.map((path) => path.replace(/^\w+:/, "")),
      ]);
      assert.deepEqual(rule.claims, Object.fromEntries(listed));
    });
    for (const [type, destination] of Object.entries(types).flatMap(([type, all]) =>
      all.map((path) => [type, path] as const),
    )) {
      const kind = destination.split(":")[0] as ValueKind;
      const path = destination.slice(kind.length + 1);
      const scene = (value: unknown, sketch = {}) => [
        make(type, { ...sound[type], ...propsWith(path, value) }, sketch),
        homeBucket,
        foreignBucket,
        key,
      ];

      it(`refuses ${type} ${path} abroad, and no other rule does`, () => {
        const findings = judged(rule, scene(placed[kind].abroad));
        assert.equal(findings.length, 1);
        assert.match(findings[0]!.found, /us-east-1 \(US\)/);
        assert.match(findings[0]!.allowed, /of CA may be in ca-central-1, ca-west-1/);
        assert.equal(findings[0]!.deferred, false);
        assert.deepEqual(residencyNames(scene(placed[kind].abroad)), [name]);
      });
      it(`accepts ${type} ${path} at home, and where the data may leave`, () => {
        assert.deepEqual(residencyNames(scene(placed[kind].home)), []);
        const free = make(type, propsWith(path, placed[kind].abroad), { tags: operational() });
        // What keeps accounts may not leave, whatever its tag says.
        if (free.props.tags && !keepsAccounts(free)) {
          assert.deepEqual(residencyNames([free, foreignBucket]), []);
        }
      });
      it(`accepts ${type} without ${path}`, () => {
        assert.deepEqual(judged(rule, [make(type)]), []);
      });
      it(`refuses an unknown ${type} ${path} that nothing known decides`, () => {
        const [finding] = judged(rule, scene(unknown), { scope: "stack" });
        assert.match(finding!.found, /not known|nothing known decides/);
        const dependencies = { [path.split(/[.[]/)[0]!]: [key.urn] };
        const made = judged(rule, scene(unknown, { dependencies }), { scope: "stack" });
        assert.equal(made.length, kind === "region" ? 1 : 0);
        const sources = { [path.split(/[.[]/)[0]!]: [key.urn, foreignBucket.urn] };
        const [abroad] = judged(rule, scene(unknown, { dependencies: sources }), { scope: "stack" });
        assert.match(abroad!.found, kind === "region" ? /not known/ : /us-east-1 \(US\)$/);
        const partial = judged(rule, scene(unknown), { scope: "partial" });
        assert.deepEqual(
          partial.map(({ deferred }) => deferred),
          [kind !== "region" || mayBelongElsewhere(type, path)],
        );
      });
    }
  });
}

describe("destinations", () => {
  it("cover every rule that is made by confine", () => {
    const made = allRules.filter(
      ({ name, description }) =>
        name.startsWith("residency-confine") && / stay in the jurisdiction of the data\.$/.test(description),
    );
    assert.deepEqual(made.map(({ name }) => name).sort(), Object.keys(destinations).sort());
    assert.ok(topology.jurisdictions.length > 1);
  });
});
