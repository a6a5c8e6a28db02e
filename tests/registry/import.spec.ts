import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emailDomainKey, keyedHash, organizationIdPattern, slugKey } from "../../model/registry";
import { assign } from "../../registry/assign";
import { type ImportOptions, importOrganizations } from "../../registry/import";
import { ImportError } from "../../registry/issue";
import { refusal, startRegistry, type TestRegistry } from "./registry";

const header = "organization,jurisdiction,country,emailDomains";

describe("importing organizations", () => {
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

  const summary = ({ created, updated, unchanged }: { created: number; updated: number; unchanged: number }) => [
    created,
    updated,
    unchanged,
  ];

  it("writes an organization's rows with one home, and neither its slug nor its domains", async () => {
    await importLines([header, "acme,CA,CA,acme.example;acme-mail.example"]);
    const { hashSecret } = registry.target;
    const rows = await registry.rows();
    const slug = rows.get(slugKey(hashSecret, "acme"));
    const id = String(slug?.organization?.S);
    assert.match(id, organizationIdPattern);
    const home = {
      organization: { S: id },
      jurisdiction: { S: "CA" },
      state: { S: "active" },
      version: { N: "1" },
    };
    const hashes = ["acme.example", "acme-mail.example"]
      .map((domain) => keyedHash(hashSecret, `email:${domain}`))
      .sort();
    const expected = [
      {
        pk: { S: `org#${id}` },
        ...home,
        slugHash: { S: keyedHash(hashSecret, "slug:acme") },
        emailHashes: { L: hashes.map((S) => ({ S })) },
      },
      { pk: { S: slugKey(hashSecret, "acme") }, ...home },
      { pk: { S: emailDomainKey(hashSecret, "acme.example") }, ...home },
      { pk: { S: emailDomainKey(hashSecret, "acme-mail.example") }, ...home },
    ];
    assert.deepEqual(rows, new Map(expected.map((item) => [item.pk.S, item])));
    assert.doesNotMatch(JSON.stringify([...rows]), /acme/);
  });

  it("changes nothing the second time, and reads a hundred rows at a time", async () => {
    const lines = Array.from({ length: 120 }, (_, index) => `org-${index},US,,org-${index}.example`);
    assert.deepEqual(summary(await importLines([header, ...lines])), [120, 0, 0]);
    const before = await registry.rows();
    registry.calls = {};
    assert.deepEqual(summary(await importLines([header, ...lines.toReversed()])), [0, 0, 120]);
    assert.deepEqual(await registry.rows(), before);
    assert.equal(registry.calls.TransactWriteItems, undefined);
    assert.equal(registry.calls.BatchGetItem, 6);
  });

  it("adds and removes domains, keeps the id, and raises the version of every row", async () => {
    await importLines([header, "acme,CA,,one.example;two.example"]);
    const id = (await registry.rows()).get(slugKey(registry.target.hashSecret, "acme"))?.organization?.S;
    assert.deepEqual(summary(await importLines([header, "acme,CA,,two.example;three.example"])), [0, 1, 0]);
    const rows = await registry.rows();
    const key = (domain: string) => emailDomainKey(registry.target.hashSecret, domain);
    assert.deepEqual(
      ["one.example", "two.example", "three.example"].map((domain) => rows.has(key(domain))),
      [false, true, true],
    );
    assert.deepEqual(
      [...rows.values()].map((row) => [row.organization?.S, row.version?.N]),
      Array.from({ length: 4 }, () => [id, "2"]),
    );
  });

  it("leaves domains alone where the file has no such column, and removes them where it is empty", async () => {
    await importLines([header, "acme,CA,,acme.example"]);
    assert.deepEqual(summary(await importLines(["organization,country", "acme,CA"])), [0, 0, 1]);
    assert.equal((await registry.rows()).size, 3);
    assert.deepEqual(summary(await importLines([header, "acme,CA,,"])), [0, 1, 0]);
    assert.equal((await registry.rows()).size, 2);
  });

  it("reads NDJSON, punycode and homes that follow from the country", async () => {
    const lines = [
      '{"organization":"maple","country":"CA","emailDomains":["érable.example"]}',
      "",
      '{"organization":"willow","jurisdiction":"US","country":"FR","emailDomains":"willow.example; saule.example"}',
    ];
    await importLines(lines, {}, "ndjson");
    const rows = await registry.rows();
    const jurisdiction = (domain: string) =>
      rows.get(emailDomainKey(registry.target.hashSecret, domain))?.jurisdiction?.S;
    assert.equal(jurisdiction("xn--rable-9ra.example"), "CA");
    assert.equal(jurisdiction("saule.example"), "US");
  });

  it("reads what spreadsheets write: byte order mark, CRLF, empty lines, quotes", async () => {
    const lines = ["\uFEFForganization,jurisdiction,emailDomains", "", '"acme" , CA ,"a.example; b.example"', ""];
    await importLines(lines.map((line) => `${line}\r`));
    assert.equal((await registry.rows()).size, 4);
    await assert.rejects(importLines(["organization,jurisdiction", "", "", "Nope,CA"]), /line 4, organization/);
  });

  it("refuses a file with issues as a whole and names every invalid line", async () => {
    const lines = [
      header,
      "good,CA,,good.example",
      "Bad Slug,CA,,",
      "atlantis,XX,,",
      "lutece,EU,FR,",
      "paris,,FR,",
      "nowhere,,,",
      "zed,,ZZ,",
      "good,CA,,",
      "mail,US,,not a domain;mail.example;MAIL.example",
      "thief,US,,good.example",
      "short,US",
    ];
    await assert.rejects(importLines(lines), (error: unknown) => {
      assert.ok(error instanceof ImportError);
      assert.deepEqual(
        error.issues.map((issue) => [issue.line, issue.column]),
        [
          [3, "organization"],
          [4, "jurisdiction"],
          [5, "jurisdiction"],
          [6, "jurisdiction"],
          [7, "jurisdiction"],
          [8, "country"],
          [9, "organization"],
          [10, "emailDomains"],
          [10, "emailDomains"],
          [11, "emailDomains"],
          [12, "line"],
        ],
      );
      assert.match(error.message, /line 3, organization: found "Bad Slug"; allowed: .*; fix: write bad-slug/);
      assert.match(error.message, /line 9, organization: found "good", already in line 2/);
      return true;
    });
    assert.equal((await registry.rows()).size, 0);
  });

  it("refuses another home, and a domain of another organization", async () => {
    await importLines([header, "acme,CA,,acme.example", "globex,US,,globex.example"]);
    const before = await registry.rows();
    await assert.rejects(
      importLines([header, "acme,US,,acme.example", "initech,US,,globex.example", "new,US,,"]),
      (error: unknown) => {
        assert.ok(error instanceof ImportError);
        assert.match(error.message, /line 2, jurisdiction: found "US", but the home of "acme" is CA; .*move it/);
        assert.match(error.message, /line 3, emailDomains: found "globex.example", which belongs to org_/);
        assert.equal(error.issues.length, 2);
        return true;
      },
    );
    assert.deepEqual(await registry.rows(), before);
  });

  it("refuses broken quotes, unknown columns and an empty file", async () => {
    await assert.rejects(importLines([header, 'acme,CA,,"acme.example', "globex,US,,"]), /line \d+, quotes/);
    await assert.rejects(importLines([header, 'ac"me,CA,,', "globex,US,,"]), /line 2, quotes: found "?Invalid Opening/);
    await assert.rejects(importLines(["organization,jurisdiction,emailDomain"]), /column "emailDomain"; allowed/);
    await assert.rejects(importLines([""]), /file, header: found nothing/);
    await assert.rejects(importLines(['{"organization":'], {}, "ndjson"), /line 1, line: found/);
    await assert.rejects(importLines([header], {}, "txt"), /allowed: .csv, .ndjson/);
    await assert.rejects(importOrganizations(registry.target, join(folder, "gone.csv")), /cannot be read \(ENOENT\)/);
  });

  it("stops between organizations, and does the rest the next time", async () => {
    const lines = [header, ...Array.from({ length: 600 }, (_, index) => `org-${index},US,,org-${index}.example`)];
    const stop = new AbortController();
    const report = await importLines(lines, {
      signal: stop.signal,
      onProgress: ({ phase, done }) => phase === "write" && done >= 50 && stop.abort(),
    });
    assert.ok(report.interrupted);
    assert.ok(report.created >= 50 && report.created < 600);
    const rows = [...(await registry.rows()).keys()];
    const count = (prefix: string) => rows.filter((pk) => pk.startsWith(prefix)).length;
    assert.deepEqual(["org#", "slug#", "email#"].map(count), [report.created, report.created, report.created]);
    assert.deepEqual(summary(await importLines(lines)), [600 - report.created, 0, report.created]);
  });

  it("judges anew where another operator was faster", async () => {
    let raced = false;
    registry.intercept = async (operation) => {
      if (operation !== "TransactWriteItems" || raced) {
        return;
      }
      raced = true;
      await assign(registry.target, "acme", "CA", ["acme.example"]);
    };
    assert.deepEqual(summary(await importLines([header, "acme,CA,,acme.example;other.example"])), [0, 1, 0]);
    raced = false;
    await assert.rejects(importLines([header, "acme,CA,,", "globex,CA,,acme.example"]), /which belongs to org_/);
  });

  it("does not write over what another operator changed meanwhile", async () => {
    await importLines([header, "acme,CA,,one.example"]);
    let raced = false;
    registry.intercept = async (operation) => {
      if (operation !== "TransactWriteItems" || raced) {
        return;
      }
      raced = true;
      await assign(registry.target, "acme", "CA", ["theirs.example"]);
    };
    await importLines([header, "acme,CA,,ours.example"]);
    const rows = await registry.rows();
    const emails = [...rows.keys()].filter((pk) => pk.startsWith("email#"));
    assert.deepEqual(emails, [emailDomainKey(registry.target.hashSecret, "ours.example")]);
    assert.ok([...rows.values()].every((row) => row.version?.N === "3"));
  });

  it("brings rows back into step, without being asked to change anything", async () => {
    await importLines([header, "acme,CA,,acme.example"]);
    const key = slugKey(registry.target.hashSecret, "acme");
    const row = (await registry.rows()).get(key);
    assert.ok(row);
    await registry.put({ ...row, state: { S: "suspended" } });
    assert.deepEqual(summary(await importLines(["organization,jurisdiction", "acme,CA"])), [0, 1, 0]);
    assert.deepEqual(
      [...(await registry.rows()).values()].map(({ state, version }) => [state?.S, version?.N]),
      Array.from({ length: 3 }, () => ["active", "2"]),
    );
  });

  it("asks again for rows that a read left out", async () => {
    await importLines([header, "acme,CA,,acme.example"]);
    let left = 0;
    registry.calls = {};
    registry.intercept = (operation, input) =>
      operation === "BatchGetItem" && left++ === 0 ? { Responses: {}, UnprocessedKeys: input.RequestItems } : undefined;
    assert.deepEqual(summary(await importLines([header, "acme,CA,,acme.example"])), [0, 0, 1]);
    assert.deepEqual(registry.calls, { BatchGetItem: 3 });
  });

  it("tries a transaction again that another one held up", async () => {
    let held = 0;
    registry.intercept = (operation) => {
      if (operation === "TransactWriteItems" && held++ < 2) {
        throw refusal("TransactionCanceledException", { CancellationReasons: [{ Code: "TransactionConflict" }] });
      }
    };
    assert.deepEqual(summary(await importLines([header, "acme,CA,,"])), [1, 0, 0]);
  });

  it("keeps the state and notice of an organization that is moving", async () => {
    await importLines([header, "acme,CA,,"]);
    for (const row of (await registry.rows()).values()) {
      await registry.put({ ...row, state: { S: "moving" }, version: { N: "7" } });
    }
    await importLines([header, "acme,CA,,acme.example"]);
    const rows = [...(await registry.rows()).values()];
    assert.deepEqual(
      rows.map((row) => [row.state?.S, row.version?.N]),
      [
        ["moving", "8"],
        ["moving", "8"],
        ["moving", "8"],
      ],
    );
  });

  it("writes nothing in a dry run, and says what it would", async () => {
    await importLines([header, "acme,CA,,"]);
    const before = await registry.rows();
    const lines = [header, "acme,CA,,a.example", "globex,US,,"];
    const report = await importLines(lines, { dryRun: true });
    assert.deepEqual([summary(report), report.dryRun, report.interrupted], [[1, 1, 0], true, false]);
    assert.deepEqual(await registry.rows(), before);
  });
});
