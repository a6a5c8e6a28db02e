import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { packs } from "../../../policies/packs";
import { residency } from "../../../policies/residency/rules";
import { resilience } from "../../../policies/resilience/rules";
import { security } from "../../../policies/security/rules";
import { policiesOf } from "../../../policies/shared/serve";
import { unknown } from "../../../policies/shared/values";
import { Engine, type Reported } from "../support/engine";
import { make } from "../support/scene";

const abroad = make("aws:sqs/queue:Queue", { kmsMasterKeyId: "alias/jobs", region: "us-east-1" });
const rules = (reported: readonly Reported[]) => reported.map(({ policy }) => policy);

describe("exemptions of packs that are served (serve.ts)", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "served-"));
  });
  after(() => rmSync(folder, { recursive: true }));
  const entry = {
    rule: "residency-keep-region",
    resource: abroad.urn,
    reason: "moves",
    owner: "team",
    expires: "2999-12-31",
  };
  const run = (exemptions: object, ...of: (typeof packs)[number][]) => {
    const exemptionsFile = join(folder, "exemptions.json");
    writeFileSync(exemptionsFile, JSON.stringify(exemptions));
    const engine = new Engine(policiesOf(...of), { [`${of[0]!.name}-declare-topology`]: { exemptionsFile } });
    return { engine, early: engine.resource(abroad), late: engine.stack(abroad) };
  };

  it("are said where they are used, and not held against the update", () => {
    const { early, late } = run({ exemptions: [entry] }, residency);
    assert.deepEqual(rules(early), ["residency-known-after-creation"]);
    assert.match(
      early[0]!.message,
      /^\[residency-keep-region\] exempted until 2999-12-31 \(team: moves\): sqs queue "subject" is in us-east-1/,
    );
    assert.deepEqual(late, []);
  });

  it("are said once, whoever asks and however often", () => {
    const { engine, early, late } = run({ exemptions: [entry] }, residency, security);
    assert.deepEqual(rules(early), ["residency-known-after-creation"]);
    assert.deepEqual(late, []);
    assert.deepEqual(engine.resource(abroad), []);
  });

  it("are said at the end where only the end finds what they are for", () => {
    const bucket = make("aws:s3/bucket:Bucket", { bucket: "b" });
    const other = make("aws:s3/bucket:Bucket", { bucket: "o" }, { name: "other" });
    const rule = "security-block-public-access";
    const { config } = run({ exemptions: [{ ...entry, rule, resource: bucket.urn }] }, security).engine;
    const engine = new Engine(policiesOf(security), config);
    assert.deepEqual([...engine.resource(bucket), ...engine.resource(other)], []);
    const late = engine.stack(bucket, other);
    assert.deepEqual(
      late.map(({ policy, urn }) => [policy, urn]),
      [
        [rule, other.urn],
        ["security-known-after-creation", bucket.urn],
      ],
    );
    assert.match(late[1]!.message, /^\[security-block-public-access\] exempted until 2999-12-31 /);
  });

  it("are used where only the beginning finds what they are for, though a rule tells its settings later", () => {
    const { engine } = run({ exemptions: [entry] }, residency, security);
    const config = { ...engine.config, "security-require-supported-runtimes": { runtimes: ["cobol"] } };
    const fresh = new Engine(policiesOf(residency, security), config);
    const early = fresh.resource({ ...abroad, props: { ...abroad.props, region: unknown } });
    assert.deepEqual(rules(early), ["residency-known-after-creation"]);
    assert.deepEqual(fresh.stack({ ...abroad, props: { ...abroad.props, region: "ca-central-1" } }), []);
  });

  it("are of the file that one pack names, though the engine fills in that another names none", () => {
    const { engine } = run({ exemptions: [entry] }, residency);
    const config = {
      "security-declare-topology": { topology: {}, exemptionsFile: "" },
      "residency-declare-topology": { topology: {}, ...engine.config["residency-declare-topology"] },
    };
    const reported = new Engine(policiesOf(security, residency), config).resource(abroad);
    assert.deepEqual(rules(reported), ["residency-known-after-creation"]);
  });

  it("refuses at the end what is exempted no more by then", () => {
    const { engine, late } = run({ exemptions: [entry] }, residency);
    assert.deepEqual(late, []);
    engine.config = {};
    assert.deepEqual(rules(engine.stack(abroad)), ["residency-keep-region"]);
  });

  it("refuses an invalid file once, though each pack's first rule has something to say", () => {
    const { engine } = run({ exemptions: [{}] }, residency, security);
    const topology = { stacks: { prod: { region: "eu-north-1", jurisdiction: "NORDIC" } } };
    const settings = { ...engine.config["residency-declare-topology"], topology };
    const fresh = new Engine(policiesOf(residency, security), { "residency-declare-topology": settings });
    fresh.resource(abroad);
    const about = fresh
      .stack(abroad)
      .map(({ policy, message }) => [policy, /in no topology|has no rule/.exec(message)?.[0]]);
    assert.deepEqual(
      about.filter(([, what]) => what),
      [
        ["residency-declare-topology", "in no topology"],
        ["residency-declare-topology", "has no rule"],
        ["security-declare-topology", "in no topology"],
      ],
    );
  });

  it("refuses those that nothing finds, of its packs and its stack only", () => {
    const gone = { ...entry, rule: "residency-confine-records" };
    const others = [
      { ...entry, rule: "security-rotate-keys" },
      { ...entry, rule: "residency-keep-region", resource: abroad.urn.replace(":ca:", ":us:") },
    ];
    const { late } = run({ exemptions: [entry, gone, ...others] }, residency);
    assert.deepEqual(
      late.map(({ policy, message }) => [policy, message]),
      [
        [
          "residency-declare-topology",
          `exemption of residency-confine-records for ${abroad.urn} (team) matches no finding; remove it or mend what it is for`,
        ],
      ],
    );
    const both = run({ exemptions: [entry, ...others] }, residency, security);
    assert.match(both.late[0]!.message, /^exemption of security-rotate-keys/);
  });

  it("refuses a file that cannot be read or has issues, and exempts nothing by it", () => {
    const missing = { "residency-declare-topology": { exemptionsFile: join(folder, "none.json") } };
    const engine = new Engine(policiesOf(residency, resilience), missing);
    assert.deepEqual(rules(engine.resource(abroad)), ["residency-keep-region"]);
    assert.match(engine.stack(abroad)[0]!.message, /^exemptions file ".*none\.json" cannot be read: /);
    assert.match(run({ exemptions: [{}] }, residency).late[0]!.message, /has no rule; name one/);
  });

  it("are none where no file is named", () => {
    for (const exemptionsFile of ["", undefined, 3]) {
      const engine = new Engine(policiesOf(residency), { "residency-declare-topology": { exemptionsFile } });
      assert.deepEqual(rules(engine.resource(abroad)), ["residency-keep-region"]);
      assert.deepEqual(engine.stack(abroad), []);
    }
  });
});
