import assert from "node:assert/strict";
import { confine } from "../../../policies/shared/confine";
import { messageOf } from "../../../policies/shared/message";
import type { Resource } from "../../../policies/shared/resource";
import { unknown } from "../../../policies/shared/values";
import { judged } from "../support/judge";
import { account, make, topology } from "../support/scene";

const filter = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
const rule = confine({
  name: "confine-tests",
  what: "Test deliveries",
  how: "is delivered to",
  destinations: { [filter]: ["url:destinationArn"] },
  remediation: "Deliver by version 1.2 of the protocol to an allowed Region.",
  url: "https://docs.aws.amazon.com/",
});
const to = (destinationArn: unknown, sketch = {}) => make(filter, { destinationArn }, sketch);
const said = (scene: Resource[], scope: "partial" | "stack" | "project" = "project") =>
  judged(rule, scene, { scope }).map(messageOf);
const allowed = "data of no declared class of CA may be in ca-central-1, ca-west-1";
const fix = "deliver by version 1.2 of the protocol to an allowed Region";

describe("a rule that confines", () => {
  it("refuses an AWS Region outside, in one sentence", () => {
    assert.deepEqual(said([to(`arn:aws:logs:us-east-1:${account}:destination:x`)]), [
      `cloudwatch log subscription filter "subject" is delivered to us-east-1 (US) (destinationArn); ${allowed}; ${fix}`,
    ]);
  });

  it("refuses another jurisdiction's entry point, and accepts its own", () => {
    assert.match(said([to("https://us.api.example.com/logs")])[0]!, / is delivered to US \(destinationArn\); /);
    assert.deepEqual(said([to("https://ca.api.example.com/logs")]), []);
  });

  it("refuses data that has no jurisdiction, wherever it goes", () => {
    const subject = to(`arn:aws:logs:eu-west-1:${account}:destination:x`, { stack: "global", region: "eu-west-1" });
    assert.match(
      said([subject])[0]!,
      /to eu-west-1 \(in no jurisdiction of the topology\) \(destinationArn\); data of no declared class needs a jurisdiction and has none; /,
    );
  });

  describe("where a value is unknown", () => {
    const key = (stack: string) => make("aws:kms/key:Key", {}, { stack, name: `key-${stack}` });
    const role = make("aws:iam/role:Role", {}, { name: "role" });
    const reference = make("pulumi:pulumi:StackReference", {}, { name: "global", provider: false });
    const nowhere = { ...make("aws:sqs/queue:Queue", {}, { name: "q", stack: "x" }), provider: undefined };
    const madeFrom = (...others: Resource[]) => [
      to(unknown, { dependencies: { destinationArn: others.map(({ urn }) => urn) } }),
      ...others,
    ];
    const lost = /is delivered to something that nothing known decides/;

    it("accepts what is made only from resources that are at home or in no Region", () => {
      assert.deepEqual(said(madeFrom(key("ca"), key("ca-west")), "stack"), []);
      assert.deepEqual(said(madeFrom(role), "stack"), []);
    });

    it("refuses what one resource abroad, or of no known place, has a part in", () => {
      assert.match(said(madeFrom(key("ca"), key("us")), "stack")[0]!, /is delivered to us-east-1 \(US\) /);
      const open = make("aws:sqs/queue:Queue", { region: unknown }, { name: "open" });
      for (const other of [nowhere, reference, open]) {
        assert.match(said(madeFrom(key("ca"), other), "stack")[0]!, lost, other.urn);
      }
    });

    it("refuses what is made from nothing that is there", () => {
      assert.match(said([to(unknown)], "stack")[0]!, lost);
      assert.match(said([to(unknown, { dependencies: { destinationArn: ["urn:gone"] } })], "stack")[0]!, lost);
    });

    it("puts off what only creation tells, as do values of resources whose owner is unknown", () => {
      assert.deepEqual(
        judged(rule, [to(unknown)], { scope: "partial" }).map(({ found, deferred }) => [found, deferred]),
        [["is delivered to something that is known only after creation", true]],
      );
      const abroad = make(filter, {
        destinationArn: `arn:aws:logs:us-east-1:${account}:destination:x`,
        logGroup: unknown,
      });
      assert.deepEqual(
        (["partial", "stack"] as const).map((scope) => judged(rule, [abroad], { scope })[0]!.deferred),
        [true, false],
      );
    });
  });

  it("says the same of every topology", () => {
    const other = { ...topology, jurisdictions: [], regions: {}, stacks: {} };
    const [finding] = judged(rule, [to(`arn:aws:logs:ca-central-1:${account}:destination:x`)], { topology: other });
    assert.match(finding!.found, /ca-central-1 \(in no jurisdiction of the topology\)/);
  });
});
