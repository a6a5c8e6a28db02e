import assert from "node:assert/strict";
import { classifiedTypes, classify } from "../../../policies/classification";
import { reviewed } from "../../../policies/classification/reviewed";
import { stays } from "../../../policies/classification/stays";
import { unclaimed } from "../../../policies/classification/unclaimed";
import { residency } from "../../../policies/residency/rules";
import { topology } from "../support/scene";

const claims = new Map<string, string[]>();
for (const rule of residency.rules) {
  for (const [type, paths] of Object.entries(rule.claims ?? {})) {
    claims.set(type, [...(claims.get(type) ?? []), ...paths]);
  }
}
const bare = (path: string) => path.replaceAll("[*]", "").replace(/\.\*$/, "");
const inside = (path: string, whole: string) => bare(path) === bare(whole) || bare(path).startsWith(`${bare(whole)}.`);

/** `aws:s3/inventory:Inventory` → `s3/Inventory`, as reviewed.ts and unclaimed.ts write it. */
const shortOf = (type: string) => type.replace(/^aws:([^/:]+).*:(\w+)$/, "$1/$2");

/** Every property of a copying type that no rule claims; a type without any destination as an empty one. */
const open = classifiedTypes
  .filter((type) => classify(type, topology).kind === "copies")
  .flatMap((type) => {
    const claimed = claims.get(type) ?? [];
    const { to } = classify(type, topology);
    if (claimed.length === 0 && to.length === 0) {
      return [{ type: shortOf(type), path: "" }];
    }
    const left = to.filter((path) => !claimed.some((claim) => inside(path, claim)));
    return left.map((path) => ({ type: shortOf(type), path }));
  });
const reasons = unclaimed.flatMap(({ why, properties }) =>
  Object.entries(properties).flatMap(([type, paths]) => paths.split(" ").map((path) => ({ type, path, why }))),
);
/** A sentence; one may begin with the name of a rule. */
const sentence = /^([A-Z]|residency-).+\.$/;

describe("what moves or copies data", () => {
  it("is judged by a rule that knows it by name, or there is a reason", () => {
    const without = open.filter(
      ({ type, path }) =>
        !reasons.some((reason) => reason.type === type && (path === reason.path || inside(path, reason.path))),
    );
    assert.deepEqual(without, [], "claim it in a rule, or give a reason in policies/classification/unclaimed.ts");
  });

  it("has no reason that nothing needs any more, and none twice", () => {
    const idle = reasons.filter(
      (reason) => !open.some(({ type, path }) => type === reason.type && inside(path, reason.path)),
    );
    assert.deepEqual(idle, []);
    const keys = reasons.map(({ type, path }) => `${type} ${path}`);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  it("has sentences for reasons, which name no rule that is not there", () => {
    const rules = new Set(residency.rules.map(({ name }) => name));
    for (const why of [...unclaimed.map((unclaimed) => unclaimed.why), ...Object.values(stays)]) {
      assert.match(why, sentence);
      for (const [name] of why.matchAll(/residency-[\w-]+/g)) {
        assert.ok(rules.has(name), `${name} is no rule: ${why}`);
      }
    }
  });

  it("is not what stays by construction", () => {
    for (const type of Object.keys(stays)) {
      const full = classifiedTypes.find((classified) => shortOf(classified) === type);
      assert.ok(full, `${type} is not in the package`);
      const [service, name] = type.split("/") as [string, string];
      const stores = reviewed[service]?.stores?.split(" ").includes(name);
      assert.equal(classify(full, topology).kind, stores ? "stores" : "neither", type);
    }
  });
});
