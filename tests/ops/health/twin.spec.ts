import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Twin } from "../../../local/twin";
import { portsAt } from "../../../ops/doctor/ports";
import { healthLines, isServed } from "../../../ops/health/report";
import { twinHealth } from "../../../ops/health/twin";
import { assign } from "../../../registry/assign";
import { listOrganizations, showOrganization } from "../../../registry/query";
import { twinTarget } from "../../../registry/target";
import { endHolds, Person, startTestTwin, until } from "../../support/twin";

describe("operators of a running twin", function () {
  this.timeout(150_000);
  let twin: Twin;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "operators-"));
    const organizations = join(folder, "organizations.csv");
    await writeFile(organizations, "organization,jurisdiction\nacme,CA\nglobex,US\n");
    twin = await startTestTwin({ organizations });
  });
  after(async () => {
    await twin?.stop();
    await rm(folder, { recursive: true });
  });

  /** Waits for a report that has all of these lines, and gives it. */
  const reporting = (...wanted: RegExp[]) =>
    until(async () => {
      const report = await twinHealth(`${twin.url}/`);
      const lines = healthLines(report).split("\n");
      return wanted.every((pattern) => lines.some((line) => pattern.test(line))) ? { report, lines } : undefined;
    }, wanted.join(" and "));
  const us = /^ok {4}US {9}us\.api\.example\.com: us-east-1 serves it$/;

  it("see who serves each jurisdiction, a standby that took over, and that nobody does", async () => {
    const region = (mark: string, stack: string, name: string) => new RegExp(`^${mark} +${stack} +${name} +`);
    const ca = /^ok {4}CA {9}ca\.api\.example\.com: ca-central-1 serves it$/;
    const ready = [region("ok", "ca", "ca-central-1"), region("ok", "ca-west", "ca-west-1"), ca, us];
    const { lines, report } = await reporting(...ready);
    assert.equal(lines[0], `the twin at ${twin.url}/`);
    assert.equal(lines.length, 1 + 4 + 2);
    assert.ok(isServed(report));

    const primary = twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    const west = /^ok {4}CA {9}ca\.api\.example\.com: ca-west-1, its standby, serves it$/;
    const over = await reporting(region("DOWN", "ca", "ca-central-1"), west, us);
    assert.ok(isServed(over.report), "a Region that is down is not a jurisdiction that is");

    const standby = twin.context.faults.add({ kind: "region-down", region: "ca-west-1" });
    const nobody = /^DOWN {2}CA {9}ca\.api\.example\.com: nobody serves it \(DNS names ca-\w+-1, which is down\)$/;
    assert.equal(isServed((await reporting(nobody, us)).report), false);
    for (const { id } of [primary, standby]) {
      twin.context.faults.remove(id);
    }
    await endHolds(twin);
    assert.ok(isServed((await reporting(ca)).report));
  });

  it("read and change who has its home where, and people find it so", async () => {
    const target = await twinTarget(twin.url);
    assert.equal((await showOrganization(target, "acme")).jurisdiction, "CA");
    assert.equal((await listOrganizations(target, { limit: 50 })).organizations.length, 2);
    assert.equal((await assign(target, "initech", "US", ["initech.example"])).created, 1);
    const person = new Person(twin, "Toronto");
    try {
      const home = await until(async () => person.lookup("initech"), "the lookup knows initech");
      assert.equal(home.jurisdiction, "US");
    } finally {
      person.close();
    }
  });

  it("are told by the doctor that a twin has the port", async () => {
    assert.deepEqual(await portsAt(twin.url).run({} as never), [{ status: "ok", found: `a twin runs at ${twin.url}` }]);
  });
});
