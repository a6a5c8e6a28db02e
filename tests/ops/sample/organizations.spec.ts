import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servedJurisdictions } from "../../../model/topology";
import { sampleCommand, samplePath, sampleSize } from "../../../ops/sample";
import { sampleOrganizations } from "../../../ops/sample/organizations";
import { readEntries } from "../../../registry/read";
import { Duplicates, judge, type Wanted } from "../../../registry/rules";
import { projectRoot } from "../../support/stacks";
import { run } from "../shared/run";

describe("the sample of organizations", () => {
  it("is what the generator writes, byte by byte", () => {
    assert.equal(readFileSync(samplePath, "utf8"), sampleOrganizations(sampleSize));
  });

  it("has no issue, serves every home, and stays in names that nobody can own", async () => {
    const wanted: Wanted[] = [];
    const duplicates = new Duplicates();
    const source = { name: "sample", format: "csv" as const, input: createReadStream(samplePath), bytes: undefined };
    for await (const line of readEntries(source)) {
      const judged = "entry" in line ? judge(line.entry) : line;
      assert.ok("wanted" in judged, JSON.stringify(judged));
      assert.deepEqual(duplicates.against(judged.wanted), []);
      wanted.push(judged.wanted);
    }
    assert.equal(wanted.length, sampleSize);
    const home = (slug: string) => wanted.find((organization) => organization.slug === slug)?.jurisdiction;
    assert.deepEqual(["acme", "globex", "initech", "maple-health"].map(home), ["CA", "US", "US", "CA"]);
    for (const jurisdiction of ["CA", "US"]) {
      assert.ok(servedJurisdictions().some((served) => served === jurisdiction));
      const share = wanted.filter((organization) => organization.jurisdiction === jurisdiction).length;
      assert.ok(share > 1500, `${share} in ${jurisdiction}`);
    }
    // https://www.rfc-editor.org/rfc/rfc2606 reserves .example.
    assert.ok(
      wanted.every((organization) => organization.emailDomains?.every((domain) => domain.endsWith(".example"))),
    );
  });

  it("is as large as wanted, and as small", () => {
    for (const size of [0, 3, 8, 9]) {
      const [header, ...rest] = sampleOrganizations(size).trimEnd().split("\n");
      assert.equal(header, "organization,jurisdiction,country,emailDomains");
      assert.equal(rest.length, size);
    }
  });

  it("is written anew by its command", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sample-"));
    try {
      const file = join(folder, "organizations.csv");
      const { code, stdout } = await run(sampleCommand(file));
      assert.deepEqual([code, stdout], [0, "5000 organizations written to local/data/organizations.csv\n"]);
      assert.equal(readFileSync(file, "utf8"), readFileSync(samplePath, "utf8"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is not written where only help is asked for", () => {
    const before = statSync(samplePath).mtimeMs;
    const { status, stdout } = spawnSync(process.execPath, ["-r", "ts-node/register", "ops/sample.ts", "--help"], {
      ...{ cwd: projectRoot, encoding: "utf8" },
    });
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: sample \[options\]\n\nWrite the sample of organizations anew: local\/data/);
    assert.equal(statSync(samplePath).mtimeMs, before);
  });
});
