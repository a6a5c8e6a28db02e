import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slugKey } from "../../model/registry";
import { type ImportOptions, importOrganizations } from "../../registry/import";
import { startRegistry, type TestRegistry } from "./registry";

const header = "organization,jurisdiction,country,emailDomains";

describe("the steps of an import", () => {
  let registry: TestRegistry;
  let folder: string;

  beforeEach(async () => {
    registry = await startRegistry();
    folder = await mkdtemp(join(tmpdir(), "organizations-"));
  });

  afterEach(async () => {
    await registry.close();
    await rm(folder, { recursive: true });
  });

  async function importLines(lines: string[], options: ImportOptions = {}, extension = "csv") {
    const file = join(folder, `organizations.${extension}`);
    await writeFile(file, lines.join("\n"));
    return importOrganizations(registry.target, file, options);
  }

  it("reports each step, and whole organizations", async () => {
    const seen: string[] = [];
    const onProgress: ImportOptions["onProgress"] = ({ phase, done, total }) => seen.push(`${phase} ${done} ${total}`);
    const started = performance.now();
    const report = await importLines([header, "acme,CA,,", "globex,US,,"], { onProgress });
    const took = (performance.now() - started) / 1000;
    assert.deepEqual(seen, ["read 1 undefined", "read 2 undefined", "compare 2 2", "write 2 2"]);
    assert.ok(report.seconds >= 0 && report.seconds <= took + 0.001, `${report.seconds} of ${took} s`);
    assert.deepEqual(
      { ...report, seconds: 0 },
      {
        ...{ organizations: 2, created: 2, updated: 0, unchanged: 0, dryRun: false, interrupted: false, seconds: 0 },
      },
    );
  });

  it("refuses to go on when it is stopped while it reads, and writes nothing when it compares", async () => {
    const stop = new AbortController();
    await assert.rejects(
      importLines([header, "acme,CA,,", "globex,US,,"], { signal: stop.signal, onProgress: () => stop.abort() }),
      /organizations\.csv: stopped while reading; nothing was written$/,
    );
    const later = new AbortController();
    const lines = Array.from({ length: 2000 }, (_, index) => `org-${index},US,,`);
    const report = await importLines([header, ...lines], {
      signal: later.signal,
      onProgress: ({ phase }) => phase === "compare" && later.abort(),
    });
    assert.deepEqual([report.interrupted, report.created], [true, 0]);
    assert.equal((await registry.rows()).size, 0);
  });

  it("writes in the order of the file, whatever order the registry answers in", async () => {
    const order: string[] = [];
    registry.intercept = (operation, input) => {
      if (operation !== "TransactWriteItems") return;
      for (const { Put } of input.TransactItems) if (/^slug#/.test(Put?.Item?.pk?.S)) order.push(Put.Item.pk.S);
    };
    const slugs = Array.from({ length: 40 }, (_, index) => `org-${index}`);
    await importLines([header, ...slugs.map((slug) => `${slug},US,,`)]);
    assert.deepEqual(
      order,
      slugs.map((slug) => slugKey(registry.target.hashKey, slug)),
    );
  });
});
