import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { residency } from "../../../policies/residency/rules";
import { evaluate } from "../../../policies/shared/evaluate";
import { isExpired, parseExemptions, readExemptions } from "../../../policies/shared/exemptions";
import { make, topology } from "../support/scene";

const queue = make("aws:sqs/queue:Queue", { region: "us-east-1" });
const exemption = {
  rule: "residency-keep-region",
  resource: queue.urn,
  reason: "moves in May",
  owner: "orders team",
  expires: "2027-03-31",
};
const at = (day: string) => Date.parse(day);
const run = (entries: object[], now = at("2027-01-01")) =>
  evaluate([residency], [queue], { topology, now, exemptions: parseExemptions({ exemptions: entries }) });

describe("exemptions", () => {
  it("let one finding pass, and say so", () => {
    const { violations, exempted, exemptionIssues } = run([exemption]);
    assert.deepEqual(violations, []);
    assert.deepEqual(
      exempted.map(({ exemption: used }) => used),
      [exemption],
    );
    assert.deepEqual(exemptionIssues, []);
  });

  it("hold to the end of their last day", () => {
    assert.equal(isExpired(exemption, at("2027-03-31T23:59:59.999Z")), false);
    assert.equal(isExpired(exemption, at("2027-04-01T00:00:00Z")), true);
  });

  it("refuses one that has expired", () => {
    const { violations, exempted, exemptionIssues } = run([exemption], at("2027-04-01"));
    assert.equal(violations.length, 1);
    assert.deepEqual(exempted, []);
    assert.deepEqual(exemptionIssues, [
      `exemption of residency-keep-region for ${queue.urn} (orders team) expired on 2027-03-31; remove it or mend what it is for`,
    ]);
  });

  it("refuses one that matches nothing", () => {
    for (const other of [{ resource: "urn:pulumi:ca::x::y::z" }, { rule: "residency-classify-types" }]) {
      const { violations, exemptionIssues } = run([{ ...exemption, ...other }]);
      assert.equal(violations.length, 1);
      assert.match(exemptionIssues[0]!, /matches no finding; remove it/);
    }
  });

  it("refuses a file with issues, all at once, and exempts nothing by it", () => {
    const { entries, issues } = parseExemptions({
      exemptions: [
        exemption,
        { ...exemption, owner: "", expires: "2027-02-30", note: "x" },
        "all",
        { ...exemption, expires: "soon" },
        { ...exemption, owner: 3, expires: "2027-03" },
        { ...exemption, expires: undefined },
      ],
    });
    assert.deepEqual(entries, []);
    assert.deepEqual(issues, [
      "exemptions, exemption 2 has no owner; name one",
      'exemptions, exemption 2 has "note"; allowed are rule, resource, reason, owner, expires',
      'exemptions, exemption 2 expires "2027-02-30"; allowed is a day such as 2027-03-31',
      'exemptions, exemption 3 is "all"; allowed is an object with rule, resource, reason, owner, expires',
      'exemptions, exemption 4 expires "soon"; allowed is a day such as 2027-03-31',
      "exemptions, exemption 5 has no owner; name one",
      'exemptions, exemption 5 expires "2027-03"; allowed is a day such as 2027-03-31',
      "exemptions, exemption 6 has no expires; name one",
    ]);
  });

  it("refuses what is no list", () => {
    for (const document of [null, [], { exemptions: {} }]) {
      assert.deepEqual(parseExemptions(document), {
        entries: [],
        issues: ['exemptions has no list "exemptions"; allowed is { "exemptions": [ … ] }'],
      });
    }
  });

  it("are read from a file; one that cannot be read is an issue", () => {
    const folder = mkdtempSync(join(tmpdir(), "exemptions-"));
    const file = join(folder, "exemptions.json");
    try {
      writeFileSync(file, JSON.stringify({ exemptions: [exemption] }));
      assert.deepEqual(readExemptions(file), { entries: [exemption], issues: [] });
      writeFileSync(file, "{");
      assert.match(readExemptions(file).issues[0]!, /cannot be read: /);
      assert.deepEqual(readExemptions(file).entries, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
