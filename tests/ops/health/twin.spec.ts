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
import { Person, startTestTwin, until } from "../../support/twin";

describe("operators of a running twin", function () {
  this.timeout(150_000);
  let twin: Twin;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "operators-"));
    const organizations = join(folder, "organizations.csv");
    await writeFile(organizations, "organization,jurisdiction\nacme,CA\nglobex,US\n");
    twin = await startTestTwin({ organizations, speed: 100 });
  });
  after(async () => {
    await twin?.stop();
    await rm(folder, { recursive: true });
  });

  const lines = async () => healthLines(await twinHealth(twin.url)).split("\n");
  const saying = (pattern: RegExp) =>
    until(async () => ((await lines()).some((line) => pattern.test(line)) ? true : undefined), String(pattern));

  it("see who serves each jurisdiction, a standby that took over, and that nobody does", async () => {
    await saying(/^ok {4}CA {9}ca\.api\.example\.com: ca-central-1 serves it$/);
    const all = await lines();
    assert.equal(all[0], `the twin at ${twin.url}`);
    for (const [stack, region] of Object.entries({ ca: "ca-central-1", us: "us-east-1", "us-west": "us-west-2" }))
      assert.ok(
        all.some((line) => line.startsWith(`ok    ${stack.padEnd(10)} ${region}`)),
        all.join("\n"),
      );
    assert.equal(all.length, 1 + 4 + 2);
    assert.ok(isServed(await twinHealth(`${twin.url}/`)));

    const primary = twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    await saying(/^DOWN {2}ca {9}ca-central-1/);
    await saying(/^ok {4}CA {9}ca\.api\.example\.com: ca-west-1, its standby, serves it$/);
    assert.ok(isServed(await twinHealth(twin.url)), "a Region that is down is not a jurisdiction that is");

    const standby = twin.context.faults.add({ kind: "region-down", region: "ca-west-1" });
    await saying(/^DOWN {2}CA {9}ca\.api\.example\.com: nobody serves it \(DNS names ca-\w+-1, which is down\)$/);
    assert.equal(isServed(await twinHealth(twin.url)), false);
    assert.ok((await lines()).includes("ok    US         us.api.example.com: us-east-1 serves it"));
    for (const { id } of [primary, standby]) twin.context.faults.remove(id);
    await saying(/^ok {4}CA {9}ca\.api\.example\.com: ca-central-1 serves it$/);
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
