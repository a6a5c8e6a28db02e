import assert from "node:assert/strict";
import type { Report } from "../../../policies/check/report/report";
import { type CheckOptions, check as checkAll } from "../../../policies/check/run";
import { packs } from "../../../policies/packs";
import { residency } from "../../../policies/residency/rules";
import { evaluate, exemptions, fromHere, project, queue, withFile } from "./fixture";

const check = (options: CheckOptions) => checkAll({ evaluate, ...options });
const found = ({ violations }: Pick<Report, "violations">) =>
  violations.map(({ rule, level, finding }) => `${finding.resource.stack} ${rule.name} ${level}`);

describe("the check of a project", () => {
  it("finds what every stack declares wrong, by every pack", async () => {
    const report = await checkAll({ packs, root: project });
    assert.deepEqual(report.stacks, ["global", "ca", "us"]);
    assert.equal(report.resourceCount, 3);
    assert.deepEqual(found(report), [
      "ca residency-keep-region mandatory",
      "ca residency-confine-s3-access-logs mandatory",
      "us security-block-public-access mandatory",
    ]);
    assert.ok(report.seconds > 0.05 && report.seconds < 60, `${report.seconds} s`);
    assert.deepEqual([report.exempted, report.exemptionIssues], [[], []]);
    assert.equal(report.packs, packs);
  });

  it("reports the stacks asked about, but knows from the others where a bucket is", async () => {
    const report = await check({ packs: [residency], root: project, stacks: ["ca"] });
    assert.deepEqual(report.stacks, ["ca"]);
    assert.equal(report.resourceCount, 2);
    assert.match(report.violations[1]!.message, /logging" is logged to us-east-1 \(US\) \(targetBucket\)/);
    const other = await check({ packs: [residency], root: project, stacks: ["us"] });
    assert.deepEqual(found(other), []);
    assert.equal(other.resourceCount, 1);
  });

  it("finds a project by a path from here", async () => {
    assert.deepEqual((await check({ packs: [], root: fromHere })).stacks, ["global", "ca", "us"]);
  });

  it("lets pass what is exempted, and tells it apart where its stack is asked about", async () => {
    await withFile("exemptions.json", exemptions, async (exemptionsFile) => {
      const report = await check({ packs: [residency], root: project, exemptionsFile });
      assert.deepEqual(found(report), ["ca residency-confine-s3-access-logs mandatory"]);
      assert.deepEqual(
        report.exempted.map(({ finding }) => finding.resource.urn),
        [queue],
      );
      const other = await check({ packs: [residency], root: project, exemptionsFile, stacks: ["us"] });
      assert.deepEqual(other.exempted, []);
    });
  });

  it("takes levels, settings and the topology from the configuration", async () => {
    const stacks = { ca: { region: "us-east-1", jurisdiction: "CA" }, us: { region: "us-west-2", jurisdiction: "US" } };
    const configuration = {
      "residency-declare-topology": { topology: { stacks } },
      "residency-confine-s3-access-logs": "advisory",
      "residency-keep-region": "disabled",
    };
    await withFile("config.json", configuration, async (configurationFile) => {
      const report = await check({ packs: [residency], root: project, configurationFile });
      // us-east-1 is Canadian here, and the bucket's own Region American.
      assert.deepEqual(found(report), []);
    });
    await withFile("config.json", { ...configuration, "residency-declare-topology": {} }, async (configurationFile) => {
      const report = await check({ packs: [residency], root: project, configurationFile });
      assert.deepEqual(found(report), ["ca residency-confine-s3-access-logs advisory"]);
    });
  });

  it("refuses stacks that are not there, all at once", async () => {
    await assert.rejects(check({ packs, root: project, stacks: ["ca", "nowhere", "eu"] }), {
      name: "InvalidInput",
      message: 'unknown stack "nowhere", "eu"; valid stacks: global, ca, us',
    });
  });
});
