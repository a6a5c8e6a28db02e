import assert from "node:assert/strict";
import { packs } from "../../../policies/packs";
import { evaluate } from "../../../policies/shared/evaluate";
import type { Resource } from "../../../policies/shared/resource";
import { policiesOf } from "../../../policies/shared/serve";
import { unknown } from "../../../policies/shared/values";
import { residencyCases } from "../cases/residency";
import { resilienceCases } from "../cases/resilience";
import { routingCases } from "../cases/routing";
import { securityCases } from "../cases/security";
import { InProcess } from "../support/in-process";
import { make, topology } from "../support/scene";
import type { Diagnostic } from "../support/server";

const queue = "aws:sqs/queue:Queue";
const namesOf = (found: readonly Diagnostic[]) => [...new Set(found.map(({ policy }) => policy))].sort();

/** Every case's resources, as far as they are of one stack. */
const scenes: Resource[][] = Object.values({ ...residencyCases, ...routingCases, ...securityCases, ...resilienceCases })
  .flatMap(({ compliant, violating, absent, unknown }) => [
    ...compliant,
    ...violating,
    ...(absent.found ?? []),
    ...(unknown.found ?? []),
  ])
  // The engine has no resource without a type.
  .filter((scene): scene is Resource[] => !("scene" in scene) && scene.every(({ type }) => type !== ""))
  .map((scene) => scene.filter(({ stack }) => stack === scene[0]!.stack));

describe("what the packs tell the engine", () => {
  it("is what the rules find, by their own names", async () => {
    for (const scene of scenes) {
      // As the wire brings it.
      const sent: Resource[] = scene.map(({ outputs, props, ...rest }) => ({
        ...rest,
        props: wire({ ...outputs, ...props }),
      }));
      const { violations } = evaluate(packs, sent, { topology, scope: "stack" });
      const found = await new InProcess(policiesOf(...packs)).analyzeStack(scene);
      assert.deepEqual(
        namesOf(found),
        [...new Set(violations.map(({ rule }) => rule.name))].sort(),
        JSON.stringify(scene),
      );
    }
  });

  it("is the same for a resource alone as among others", async () => {
    const subjects = scenes.map(([subject]) => subject!).slice(0, 60);
    const alone = await Promise.all(subjects.map((subject) => new InProcess(policiesOf(...packs)).analyze(subject)));
    const sdk = new InProcess(policiesOf(...packs));
    const together = await Promise.all(
      subjects.map((subject, index) => sdk.analyze({ ...subject, urn: `${subject.urn}-${index}` })),
    );
    const differing = subjects.filter((_, index) => namesOf(alone[index]!).join() !== namesOf(together[index]!).join());
    // Others of the graph may answer what one resource leaves open, and nothing else.
    assert.deepEqual(
      differing.filter(({ props }) => !JSON.stringify(props).includes("abroad")),
      [],
    );
  });

  it("is told once: not again at the end", async () => {
    const sdk = new InProcess(policiesOf(...packs));
    const subject = make(queue, { region: "us-east-1" });
    const early = await sdk.analyze(subject);
    assert.ok(namesOf(early).includes("residency-keep-region"));
    assert.deepEqual(namesOf(await sdk.analyzeStack([subject])), []);
  });

  it("is not told again for each address of what is in the wrong place", async () => {
    const sdk = new InProcess(policiesOf(...packs));
    const outputs = {
      arn: "arn:aws:sqs:us-east-1:123456789012:q",
      url: "https://sqs.us-east-1.amazonaws.com/123456789012/q",
      redrivePolicy: "arn:aws:sqs:us-west-2:123456789012:dead",
    };
    const created = make(queue, {
      region: "us-east-1",
      kmsMasterKeyId: "k",
      deadLetter: outputs.redrivePolicy,
      ...outputs,
    });
    const found = await sdk.analyzeStack([created]);
    const names = found.map(({ policy }) => policy).filter((name) => name.startsWith("residency-"));
    assert.deepEqual(names, [
      "residency-keep-region",
      "residency-confine-queue-redrives",
      "residency-confine-everything-else",
    ]);
    assert.match(found.at(-1)!.message, /us-west-2/);
  });

  it("is about a later state of the resource too", async () => {
    const sdk = new InProcess(policiesOf(...packs));
    const found = async (region: string) => (await sdk.analyze(make(queue, { region }))).map(({ message }) => message);
    assert.match((await found("us-east-1")).join("\n"), /is in us-east-1/);
    assert.doesNotMatch((await found("ca-central-1")).join("\n"), /is in /);
    assert.match((await found("us-west-2")).join("\n"), /is in us-west-2/);
  });
});

describe("the list of policies", () => {
  it("has every rule and each pack's notes where nothing is asked", () => {
    const names = [...policiesOf(...packs)].map(({ name }) => name).sort();
    const rules = packs.flatMap((pack) => [...pack.rules.map(({ name }) => name), `${pack.name}-known-after-creation`]);
    assert.deepEqual(names, rules.sort());
  });

  it("has only those that find something, once a first rule has been asked", () => {
    const policies = policiesOf(...packs);
    const ask = (props: Record<string, unknown>) => {
      const { opts: _, ...args }: any = { ...make(queue, props), getConfig: () => ({}) };
      const asked: string[] = [];
      for (const policy of policies as any) {
        asked.push(policy.name);
        policy.validateResource?.({ ...args, opts: {} }, () => {});
      }
      return asked;
    };
    const key = { kmsMasterKeyId: "arn:aws:kms:ca-central-1:123456789012:key/1" };
    ask(key);
    assert.deepEqual(ask(key), ["residency-declare-topology"]);
    assert.deepEqual(ask({ ...key, region: "us-east-1" }), ["residency-declare-topology", "residency-keep-region"]);
  });

  it("has rules that look for themselves where nobody opened a hearing", () => {
    const reported: string[] = [];
    const policy: any = [...policiesOf(...packs)].find(({ name }) => name === "residency-keep-region");
    const ask = (region: unknown) =>
      policy.validateResource({ ...make(queue, { region }), opts: {}, getConfig: () => ({}) }, (text: string) =>
        reported.push(text),
      );
    for (const region of ["us-east-1", "ca-central-1", unknown]) {
      ask(region);
    }
    assert.equal(reported.length, 2);
  });
});

const wire = (props: Record<string, unknown>) => JSON.parse(JSON.stringify(props));
