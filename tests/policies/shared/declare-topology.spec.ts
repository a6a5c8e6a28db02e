import assert from "node:assert/strict";
import { judged, ruleNamed } from "../support/judge";
import { make } from "../support/scene";

describe("a stack that is in no topology", () => {
  const rule = ruleNamed("residency-declare-topology");
  const queue = make("aws:sqs/queue:Queue", {}, { stack: "staging" });
  const stack = (name: string) =>
    make("pulumi:pulumi:Stack", {}, { stack: name, name: `app-${name}`, provider: false });

  it("is told of by its own stack resource", () => {
    const scene = [queue, stack("ca"), stack("staging"), stack("us")];
    assert.deepEqual(
      judged(rule, scene).map(({ resource }) => resource),
      [stack("staging")],
    );
  });

  it("is told of by its name where it has none", () => {
    const [finding] = judged(rule, [queue, stack("ca")]);
    assert.deepEqual(finding!.resource, {
      type: "pulumi:pulumi:Stack",
      name: "staging",
      urn: "urn:pulumi:staging::stack::pulumi:pulumi:Stack::staging",
      stack: "staging",
      props: {},
    });
  });
});
