import assert from "node:assert/strict";
import { packs } from "../../../policies/packs";
import { residency } from "../../../policies/residency/rules";
import { security } from "../../../policies/security/rules";
import { policiesOf, resourceOf } from "../../../policies/shared/serve";
import { unknown } from "../../../policies/shared/values";
import { argsOf, Engine, type Reported } from "../support/engine";
import { make } from "../support/scene";

const queueType = "aws:sqs/queue:Queue";
const key = { kmsMasterKeyId: "alias/jobs" };
const abroad = make(queueType, { ...key, region: "us-east-1" });
const filter = (destinationArn: unknown, dependencies = {}, name = "subject") =>
  make(
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    { destinationArn, logGroup: "g" },
    { dependencies, name },
  );
const rules = (reported: readonly Reported[]) => reported.map(({ policy }) => policy);
const served = (...of: (typeof packs)[number][]) => [...policiesOf(...of)] as any[];

describe("packs as they are served (serve.ts)", () => {
  it("describe each rule to the engine", () => {
    for (const rule of packs.flatMap((pack) => pack.rules)) {
      const { validateResource, validateStack, remediateResource, ...described } = served(...packs).find(
        ({ name }) => name === rule.name,
      );
      assert.deepEqual(described, {
        name: rule.name,
        description: rule.description,
        enforcementLevel: "mandatory",
        severity: rule.severity,
        remediationSteps: rule.remediation,
        url: rule.url,
        tags: rule.references.map(({ framework, id }) => `${framework} ${id}`),
        ...(rule.settings && { configSchema: { properties: rule.settings } }),
      });
      const [first] = packs.find((pack) => pack.rules.includes(rule))!.rules;
      assert.equal(typeof validateResource, rule.check || rule === first ? "function" : "undefined", rule.name);
      assert.equal(typeof validateStack, "function");
      assert.equal(typeof remediateResource, rule.fix ? "function" : "undefined");
    }
  });

  it("have a policy each for what is not a violation", () => {
    const notes = served(...packs).filter(({ enforcementLevel }) => enforcementLevel === "advisory");
    assert.deepEqual(
      notes.map(({ name, description }) => [name, description]),
      packs.map(({ name }) => [
        `${name}-known-after-creation`,
        "Says what a preview cannot know and the end of the update checks again; and what is exempted.",
      ]),
    );
  });

  it("see plain data past the guards of the SDK", () => {
    const guarded = (target: object): any => ({ __isSpecialProxy: true, __getSpecialProxyTarget: target });
    const props = { region: unknown };
    const args = {
      ...argsOf({ ...abroad, protect: true }),
      props: guarded(guarded(props)),
      provider: { type: "pulumi:providers:aws", name: "p", urn: "u", props: guarded({ region: "us-east-1" }) },
      propertyDependencies: { region: [{ urn: "urn:a" }, { urn: "urn:b" }] },
    };
    assert.deepEqual(resourceOf(args), {
      type: queueType,
      name: "subject",
      urn: abroad.urn,
      stack: "ca",
      props,
      protect: true,
      ignoreChanges: [],
      provider: { type: "pulumi:providers:aws", name: "p", props: { region: "us-east-1" } },
      dependencies: { region: ["urn:a", "urn:b"] },
    });
    const { provider: _, ...component } = argsOf(abroad);
    assert.deepEqual(Object.keys(resourceOf({ ...component, props: undefined })).sort(), [
      ...["ignoreChanges", "name", "props", "protect", "stack", "type", "urn"],
    ]);
  });

  it("tell each thing once, of the resource that it is about", () => {
    const engine = new Engine(policiesOf(residency));
    const reported = engine.resource(abroad);
    assert.deepEqual(rules(reported), ["residency-keep-region"]);
    assert.equal(reported[0]!.urn, abroad.urn);
    assert.match(reported[0]!.message, /^sqs queue "subject" is in us-east-1 \(US\) \(region\); /);
    assert.deepEqual(engine.resource(abroad), []);
    assert.deepEqual(engine.stack(abroad), []);
    const other = { ...abroad, urn: `${abroad.urn}-2` };
    assert.deepEqual(rules(engine.stack(abroad, other)), ["residency-keep-region"]);
  });

  it("tell at the end what a stack lacks, and of which resource", () => {
    const bucket = make("aws:s3/bucket:Bucket", { bucket: "b" });
    const engine = new Engine(policiesOf(security));
    assert.deepEqual(engine.resource(bucket), []);
    const reported = engine.stack(bucket);
    assert.deepEqual(
      reported.map(({ policy, urn }) => [policy, urn]),
      [["security-block-public-access", bucket.urn]],
    );
  });

  it("tell of the resource that is asked about, though the hearing is another's", () => {
    const reported: string[] = [];
    const [opener, ...others]: any[] = [...policiesOf(residency)];
    const keep = others.find(({ name }) => name === "residency-keep-region");
    const of = (name: string, region: string) => make(queueType, { ...key, region }, { name });
    const ask = (method: string, policy: any, args: object) =>
      policy[method]({ ...args, getConfig: () => ({}) }, (message: string) => reported.push(message.split('"')[1]!));
    ask("validateResource", opener, argsOf(of("first", "ca-central-1")));
    ask("validateResource", keep, argsOf(of("second", "us-east-1")));
    ask("validateStack", keep, { resources: [argsOf(of("third", "us-east-1"))] });
    ask("validateStack", opener, { resources: [argsOf(of("fourth", "ca-central-1"))] });
    ask("validateResource", keep, argsOf(of("fifth", "us-east-1")));
    assert.deepEqual(reported, ["second", "third", "fifth"]);
  });

  it("put off what only creation tells: said in the preview, refused at the end unless it is at home", () => {
    const engine = new Engine(policiesOf(residency));
    assert.deepEqual(engine.resource(filter(unknown)), []);
    assert.deepEqual(engine.resource(filter(unknown, {}, "other")), []);
    const queue = make(queueType, key, { name: "queue" });
    const made = { destinationArn: [queue.urn] };
    const preview = engine.stack(filter(unknown, made), filter(unknown, made, "other"), queue);
    assert.deepEqual(
      preview.map(({ policy, message }) => [policy, message]),
      [
        [
          "residency-known-after-creation",
          'known only after creation, and checked again at the end of the update:\n[residency-confine-log-subscriptions] cloudwatch log subscription filter "subject", cloudwatch log subscription filter "other"',
        ],
      ],
    );
    assert.deepEqual(engine.stack(filter("arn:aws:sqs:ca-central-1:123456789012:queue"), queue), []);
    assert.deepEqual(rules(engine.stack(filter(unknown))), ["residency-confine-log-subscriptions"]);
  });

  it("decide at the end what depends on other resources, whatever came before", () => {
    const bucket = make("aws:s3/bucket:Bucket", { bucket: "logs" }, { name: "logs" });
    const logging = make("aws:s3/bucketLogging:BucketLogging", { bucket: "b", targetBucket: "logs", targetPrefix: "" });
    for (const earlier of [[bucket], []]) {
      const engine = new Engine(policiesOf(residency));
      assert.deepEqual(
        [...earlier, logging].flatMap((resource) => engine.resource(resource)),
        [],
      );
      assert.deepEqual(rules(engine.stack(logging, bucket)), []);
      assert.deepEqual(rules(engine.stack(logging)), ["residency-confine-s3-access-logs"]);
    }
  });

  it("refuses at once what a resource says of itself", () => {
    const target = "arn:aws:sqs:us-east-1:123456789012:jobs";
    const dead = make(queueType, { ...key, redrivePolicy: `{"deadLetterTargetArn":"${target}"}` });
    assert.deepEqual(rules(new Engine(policiesOf(residency)).resource(dead)), ["residency-confine-queue-redrives"]);
  });

  it("take their settings as they are by then, the topology from any pack's first rule", () => {
    const topology = { stacks: { ca: { region: "us-east-1", jurisdiction: "CA" } } };
    const engine = new Engine(policiesOf(residency, security), { "security-declare-topology": { topology } });
    assert.deepEqual(engine.resource(abroad), []);
    engine.config = {};
    assert.deepEqual(rules(engine.resource(abroad)), ["residency-keep-region"]);
    const runtime = make("aws:lambda/function:Function", { runtime: "cobol" });
    const name = "security-require-supported-runtimes";
    assert.deepEqual(rules(engine.resource(runtime)), [name]);
    engine.config = { [name]: { runtimes: ["cobol"] } };
    assert.deepEqual(engine.resource({ ...runtime, urn: `${runtime.urn}-2` }), []);
  });

  it("hear a rule's settings with the first resource already", () => {
    const runtimes = { "security-require-supported-runtimes": { runtimes: ["cobol"] } };
    const cobol = make("aws:lambda/function:Function", { runtime: "cobol" });
    assert.deepEqual(new Engine(policiesOf(security), runtimes).resource(cobol), []);
  });

  it("take no topology from a rule that has no such setting", () => {
    const topology = { stacks: { ca: { region: "us-east-1", jurisdiction: "CA" } } };
    const engine = new Engine(policiesOf(residency), { "residency-keep-region": { topology } });
    assert.deepEqual(rules(engine.resource(abroad)), ["residency-keep-region"]);
  });

  it("can be chosen from, and are asked as they are then", () => {
    const chosen = policiesOf(residency).filter(({ name }) => name !== "residency-declare-topology");
    assert.deepEqual(
      chosen.map(({ name }) => name),
      [...residency.rules.slice(1).map(({ name }) => name), "residency-known-after-creation"],
    );
    const engine = new Engine(chosen);
    for (const name of ["one", "two"]) {
      const reported = engine.resource(make(queueType, { ...key, region: "us-east-1" }, { name }));
      assert.deepEqual(rules(reported), ["residency-keep-region"]);
    }
  });

  it("find nothing in a stack without resources", () => {
    assert.deepEqual(new Engine(policiesOf(...packs)).stack(), []);
  });

  it("leave out rules that are not asked, and go on without their first", () => {
    const without = (...names: string[]) => new Engine(policiesOf(residency), {}, names).resource(abroad);
    assert.deepEqual(without("residency-keep-region"), []);
    assert.deepEqual(rules(without("residency-declare-topology")), ["residency-keep-region"]);
    const engine = new Engine(policiesOf(residency), {}, ["residency-declare-topology"]);
    assert.deepEqual(rules(engine.stack(abroad)), ["residency-keep-region"]);
  });

  it("remedy resources of the types that a rule is about, and no others", () => {
    const named = (name: string) => served(...packs).find((policy) => policy.name === name);
    const block = named("security-block-public-access");
    const of = (type: string) => argsOf(make(type, { bucket: "b" }, { tags: false }));
    assert.equal(
      block.remediateResource(of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")).blockPublicAcls,
      true,
    );
    assert.equal(block.remediateResource(of("aws:s3/bucket:Bucket")), undefined);
    const tags = named("residency-declare-data-class").remediateResource(of("aws:s3/bucket:Bucket")).tags;
    assert.deepEqual(tags, { jurisdiction: "CA" });
  });
});
