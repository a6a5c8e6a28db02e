import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slugKey } from "../../model/registry";
import { checkOrganizations, type ImportOptions, importOrganizations } from "../../registry/import";
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

  it("is interrupted where it was stopped before it compared anything", async () => {
    const stop = new AbortController();
    const report = await importLines([header, "acme,CA,,"], {
      signal: stop.signal,
      onProgress: ({ phase }) => phase === "read" && stop.abort(),
    });
    assert.deepEqual([report.interrupted, report.created], [true, 0]);
    assert.deepEqual(registry.calls, {});
  });

  it("writes in the order of the file, whatever order the registry answers in", async () => {
    const { hashSecret } = registry.target;
    const slugs = Array.from({ length: 120 }, (_, index) => `org-${index}`);
    const lineOf = new Map(slugs.map((slug, index) => [slugKey(hashSecret, slug), index]));
    const first = Promise.withResolvers<void>();
    let reads = 0;
    const groups: number[][] = [];
    registry.intercept = async (operation, input) => {
      if (operation === "BatchGetItem" && reads++ === 0) {
        await first.promise;
      }
      if (operation === "BatchGetItem" && reads === 3) {
        first.resolve();
      }
      if (operation === "TransactWriteItems") {
        groups.push(input.TransactItems.flatMap(({ Put }: any) => lineOf.get(Put.Item.pk.S) ?? []));
      }
    };
    // With a domain each, lines are read fifty at a time and written 33 at a time.
    await importLines([header, ...slugs.map((slug) => `${slug},US,,${slug}.example`)]);
    assert.deepEqual(
      groups.toSorted(([a = 0], [b = 0]) => a - b).flat(),
      slugs.map((_, index) => index),
    );
    assert.ok(groups.length === 4 && groups.every((group) => group.at(-1)! - group[0]! === group.length - 1));
  });

  it("reads no more than a hundred domains at once of organizations that keep theirs", async () => {
    const domains = (of: string) => Array.from({ length: 60 }, (_, index) => `d${index}.${of}.example`).join(";");
    await importLines([header, ...["one", "two"].map((slug) => `${slug},CA,,${domains(slug)}`)]);
    const sizes: number[] = [];
    registry.intercept = (operation, input) => {
      if (operation === "BatchGetItem") {
        sizes.push(input.RequestItems[registry.target.table].Keys.length);
      }
    };
    const { unchanged } = await importLines(["organization,jurisdiction", "one,CA", "two,CA"]);
    assert.deepEqual([unchanged, ...sizes], [2, 2, 2, 100, 20]);
  });

  it("reads nothing more of an organization that is not there", async () => {
    await importLines(["organization,jurisdiction", "acme,CA"]);
    assert.deepEqual(registry.calls, { BatchGetItem: 1, TransactWriteItems: 1 });
  });

  it("refuses an invalid file without a registry, and takes a good one", async () => {
    const file = join(folder, "organizations.csv");
    await writeFile(file, `${header}\nBad Slug,CA,,`);
    await assert.rejects(checkOrganizations(file), /line 2, organization: found "Bad Slug"/);
    await writeFile(file, `${header}\nacme,CA,,`);
    await checkOrganizations(file);
    assert.deepEqual(registry.calls, {});
  });
});
