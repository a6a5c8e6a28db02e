import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packs } from "../../policies/packs";
import type { Resource } from "../../policies/shared/resource";
import { unknown } from "../../policies/shared/values";
import { residencyCases } from "./cases/residency";
import { resilienceCases } from "./cases/resilience";
import { routingCases } from "./cases/routing";
import { securityCases } from "./cases/security";
import { scenesAbroad } from "./support/abroad";
import type { CasesOf } from "./support/cases";
import { account, make } from "./support/scene";
import { type Diagnostic, PolicyServer } from "./support/server";

/** A violating scene for every rule. */
const violations = new Map<string, readonly Resource[]>(scenesAbroad);
const handmade: CasesOf = { ...residencyCases, ...routingCases, ...securityCases, ...resilienceCases };
for (const [name, { violating }] of Object.entries(handmade)) {
  const plain = violating.find((scene): scene is readonly Resource[] => !("scene" in scene));
  if (plain) {
    violations.set(name, plain);
  }
}
const eligible = "residency-use-eligible-services";
violations.set(eligible, [make("aws:qbusiness/application:Application")]);
const topologySettings = { topology: { stacks: { ca: { region: "ca-central-1", jurisdiction: "CA" } } } };

for (const pack of packs) {
  describe(`${pack.name} over gRPC`, () => {
    const server = new PolicyServer();
    before(() => server.start(`policies/${pack.name}`));
    after(() => server.stop());

    it("serves every rule, mandatory", async () => {
      const served = await server.policies();
      assert.deepEqual(
        served.filter(({ level }) => level === "mandatory").map(({ name }) => name),
        pack.rules.map(({ name }) => name),
      );
      assert.deepEqual(
        served.filter(({ level }) => level !== "mandatory").map(({ name }) => name),
        [`${pack.name}-known-after-creation`],
      );
    });

    for (const rule of pack.rules) {
      it(`refuses by ${rule.name}`, async () => {
        const isStandby = rule.name === "resilience-require-standbys";
        await server.configure({
          [`${pack.name}-declare-topology`]: isStandby ? topologySettings : {},
          ...(rule.name === eligible && { [eligible]: { framework: "hipaa" } }),
        });
        const scene = isStandby ? [make("aws:s3/bucket:Bucket")] : violations.get(rule.name)!;
        const found: Diagnostic[] = [];
        for (const resource of [...scene].reverse()) {
          found.push(...(await server.analyze(resource)));
        }
        const whole = scene.filter(({ stack }) => stack === scene[0]!.stack);
        found.push(...(await server.analyzeStack(whole)));
        const mine = found.filter(({ policy }) => policy === rule.name);
        assert.ok(mine.length > 0, `found only ${JSON.stringify(found)}`);
        assert.ok(
          mine.some(({ level }) => level === "mandatory"),
          "only advised",
        );
      });
    }
  });
}

describe("the policy server", function () {
  // Several start a server of their own, which takes a busy machine seconds.
  this.timeout(120_000);
  const server = new PolicyServer();
  const trail = (destination: unknown, dependencies = {}, name = "trail") =>
    make(
      "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
      { destinationArn: destination, logGroup: "g" },
      { name, dependencies },
    );
  const queue = make(
    "aws:sqs/queue:Queue",
    { kmsMasterKeyId: `arn:aws:kms:ca-central-1:${account}:key/1` },
    { name: "queue" },
  );
  before(() => server.start("policies"));
  after(() => server.stop());

  it("holds all three packs", async () => {
    const names = (await server.policies()).map(({ name }) => name);
    assert.equal(
      names.length,
      packs.reduce((count, { rules }) => count + rules.length + 1, 0),
    );
  });

  it("refuses an unknown Region as mandatory, where the SDK itself would only advise", async () => {
    const found = await server.analyze(make("aws:dynamodb/table:Table", { region: unknown }));
    const [mine] = found.filter(({ policy }) => policy === "residency-keep-region");
    assert.equal(mine?.level, "mandatory");
    assert.ok(found.every(({ message }) => !message.startsWith("can't run")));
  });

  it("says at the end of a preview, in one entry, what only creation can tell", async () => {
    const fresh = new PolicyServer();
    await fresh.start("policies");
    const made = (name: string) => trail(unknown, { destinationArn: [queue.urn] }, name);
    const subjects = [made("later"), made("latest")];
    const early = [...(await fresh.analyze(subjects[0]!)), ...(await fresh.analyze(subjects[1]!))];
    assert.deepEqual(early, []);
    const late = await fresh.analyzeStack([...subjects, queue]);
    assert.deepEqual(
      late.map(({ policy, level }) => [policy, level]),
      [["residency-known-after-creation", "advisory"]],
    );
    assert.match(
      late[0]!.message,
      /known only after creation, and checked again at the end of the update:\n\[residency-confine-log-subscriptions\] .*"later", .*"latest"$/s,
    );
    // The update itself knows by then, and has nothing more to say.
    const known = subjects.map((subject) => ({
      ...subject,
      props: { ...subject.props, destinationArn: `arn:aws:sqs:ca-central-1:${account}:queue` },
    }));
    assert.deepEqual(await fresh.analyzeStack([...known, queue]), []);
    await fresh.stop();
  });

  it("refuses at the end of the update what turned out to be abroad", async () => {
    const created = trail(`arn:aws:logs:us-east-1:${account}:destination:x`, {}, "created");
    const late = await server.analyzeStack([created]);
    const mine = late.filter(({ urn }) => urn === created.urn);
    assert.deepEqual(
      mine.map(({ policy, level }) => [policy, level]),
      [["residency-confine-log-subscriptions", "mandatory"]],
    );
    assert.match(mine[0]!.message, /us-east-1 \(US\)/);
  });

  /** A server of its own, and what it says of a queue abroad: as it comes, and at the end. */
  const withConfiguration = async (settings: Record<string, Record<string, unknown>>, subject: Resource) => {
    const fresh = new PolicyServer();
    await fresh.start("policies/residency");
    await fresh.configure(settings);
    const found = [...(await fresh.analyze(subject)), ...(await fresh.analyzeStack([subject]))];
    await fresh.stop();
    return found;
  };
  const levelsOf = (found: readonly Diagnostic[], name: string) =>
    found.filter(({ policy }) => policy === name).map(({ level }) => level);
  const abroadQueue = make("aws:sqs/queue:Queue", { region: "us-east-1" }, { name: "let-be" });
  const later = make(
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    { destinationArn: unknown, logGroup: "g" },
    { name: "never" },
  );

  it("leaves disabled rules alone, at the end too", async () => {
    const settings = { "residency-keep-region": { enforcementLevel: "disabled" } };
    assert.deepEqual(levelsOf(await withConfiguration(settings, abroadQueue), "residency-keep-region"), []);
  });

  it("only advises by advisory rules, at the end too", async () => {
    const name = "residency-confine-log-subscriptions";
    assert.deepEqual(levelsOf(await withConfiguration({}, later), name), ["mandatory"]);
    const settings = { [name]: { enforcementLevel: "advisory" } };
    assert.deepEqual(levelsOf(await withConfiguration(settings, later), name), ["advisory"]);
  });

  it("refuses without its first rule too, which opens each hearing", async () => {
    const settings = { "residency-declare-topology": { enforcementLevel: "disabled" } };
    const found = await withConfiguration(settings, abroadQueue);
    assert.deepEqual(levelsOf(found, "residency-keep-region"), ["mandatory"]);
  });

  it("lists what is exempted, and refuses exemptions that match nothing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "exemptions-"));
    const exemptionsFile = join(folder, "exemptions.json");
    const entry = (rule: string, more = {}) => ({
      rule,
      resource: abroadQueue.urn,
      reason: "moves in May",
      owner: "orders team",
      expires: "2999-12-31",
      ...more,
    });
    const run = (...exemptions: object[]) => {
      writeFileSync(exemptionsFile, JSON.stringify({ exemptions }));
      return withConfiguration({ "residency-declare-topology": { exemptionsFile } }, abroadQueue);
    };
    const good = await run(entry("residency-keep-region"), entry("security-encrypt-at-rest"));
    assert.deepEqual(
      good.map(({ policy, level }) => [policy, level]),
      [["residency-known-after-creation", "advisory"]],
    );
    assert.match(good[0]!.message, /exempted until 2999-12-31 \(orders team: moves in May\)/);
    const bad = await run(entry("residency-keep-region"), entry("residency-confine-records"));
    const refused = bad.filter(({ level }) => level === "mandatory");
    assert.deepEqual(
      refused.map(({ policy }) => policy),
      ["residency-declare-topology"],
    );
    assert.match(refused[0]!.message, /exemption of residency-confine-records .* matches no finding/);
    const expired = await run(entry("residency-keep-region", { expires: "2020-01-01" }));
    assert.deepEqual(levelsOf(expired, "residency-keep-region"), ["mandatory"]);
    rmSync(folder, { recursive: true });
  });

  it("judges several resources at once as it judges each alone", async () => {
    const types = ["aws:sqs/queue:Queue", "aws:dynamodb/table:Table", "aws:sns/topic:Topic", "aws:ec2/subnet:Subnet"];
    const many = Array.from({ length: 40 }, (_, index) =>
      make(types[index % 4]!, { region: "us-east-1" }, { name: `many-${index}` }),
    );
    const together = await Promise.all(many.map((resource) => server.analyze(resource)));
    for (const [index, resource] of many.entries()) {
      const found = together[index]!.map(({ policy }) => policy).filter(
        (name) => name === "residency-keep-region" || name === "security-encrypt-at-rest",
      );
      const expected = {
        "aws:sqs/queue:Queue": 2,
        "aws:dynamodb/table:Table": 3,
        "aws:sns/topic:Topic": 2,
        "aws:ec2/subnet:Subnet": 0,
      }[resource.type];
      assert.equal(found.length, expected, `${resource.type}: ${found}`);
    }
  });

  it("judges by another team's topology", async () => {
    const topology = { stacks: { prod: { region: "eu-north-1", jurisdiction: "NORDIC" } }, globalStacks: ["shared"] };
    await server.configure({ "residency-declare-topology": { topology } });
    const bucket = (region: string) =>
      make(
        "aws:s3/bucket:Bucket",
        { region },
        { stack: "prod", name: region, tags: { "data-class": "personal", jurisdiction: "NORDIC" } },
      );
    const residency = (found: Diagnostic[]) =>
      found.filter(({ policy }) => policy.startsWith("residency-")).map(({ policy }) => policy);
    assert.deepEqual(residency(await server.analyze(bucket("eu-north-1"))), []);
    assert.deepEqual(residency(await server.analyze(bucket("ca-central-1"))), ["residency-keep-region"]);
    await server.configure({ "residency-declare-topology": {} });
  });

  it("remedies what is safe, and only where it is asked to", async () => {
    const bucket = make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
      bucket: "b",
      blockPublicAcls: false,
    });
    assert.equal(await server.remediate(bucket), undefined);
    await server.configure({ "security-block-public-access": { enforcementLevel: "remediate" } });
    const fixed = await server.remediate(bucket);
    assert.deepEqual(fixed, {
      bucket: "b",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });
});
