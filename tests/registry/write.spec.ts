import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TransactWriteItem, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import type { AttributeMap } from "../../local/dynamodb/store";
import { InvalidInput } from "../../model/invalid-input";
import { emailDomainKey, organizationKey, slugKey } from "../../model/registry";
import { assign } from "../../registry/assign";
import { type ImportReport, importOrganizations } from "../../registry/import";
import { registry } from "../support/tables";
import { type Line, type Model, type Outcome, orders, type Work, workOn } from "./model";
import { type GlobalRegistry, registryRegions, startGlobalRegistry, Turns, turnstile } from "./turns";

// Few names, so that operators meet; mostly the same home, so that they also agree.
const slugs = ["acme", "globex"];
const domains = ["a.example", "b.example", "c.example"];
const homes = fc.oneof({ weight: 3, arbitrary: fc.constant("CA") }, { weight: 1, arbitrary: fc.constant("US") });

const line: fc.Arbitrary<Line> = fc.record({
  slug: fc.constantFrom(...slugs),
  jurisdiction: homes,
  domains: fc.option(fc.subarray(domains, { maxLength: 2 }), { nil: undefined }),
});
/** What a file can hold: no slug and no domain twice. */
const file = fc
  .array(line, { minLength: 1, maxLength: 2 })
  .filter((lines) => new Set(lines.map(({ slug }) => slug)).size === lines.length)
  .filter((lines) => {
    const named = lines.flatMap((line) => line.domains ?? []);
    return new Set(named).size === named.length && new Set(lines.map((line) => line.domains === undefined)).size === 1;
  });
const work: fc.Arbitrary<Work> = fc.oneof(
  { weight: 3, arbitrary: line.map((line) => ({ kind: "assign" as const, lines: [line] })) },
  { weight: 3, arbitrary: file.map((lines) => ({ kind: "import" as const, lines })) },
  { weight: 1, arbitrary: line.map((line) => ({ kind: "move" as const, lines: [line] })) },
);

describe("operators in several jurisdictions at once", function () {
  this.timeout(60_000);
  let global: GlobalRegistry;
  let folder: string;
  let round = 0;

  before(async () => {
    global = await startGlobalRegistry();
    folder = await mkdtemp(join(tmpdir(), "race-"));
  });
  after(async () => {
    await global.close();
    await rm(folder, { recursive: true });
  });

  /** Each from the Region of another jurisdiction; `order` says whose call is next. */
  async function race(hashSecret: string, works: readonly Work[], order: number[]): Promise<Outcome[]> {
    const turns = new Turns([...order], works.length);
    return Promise.all(
      works.map(async (work, operator) => {
        const region = ["us-east-1", "ca-central-1", "us-west-2"][operator] ?? "";
        const way = await turnstile(global.endpoint(region), turns, operator);
        try {
          return await perform(global.target(region, hashSecret, way.url), work, operator);
        } finally {
          turns.finish(operator);
          await way.close();
        }
      }),
    );
  }

  async function perform(target: ReturnType<GlobalRegistry["target"]>, { kind, lines }: Work, operator: number) {
    const [first] = lines;
    assert.ok(first);
    const reported = (report: ImportReport) => [report.created, report.updated, report.unchanged].join();
    try {
      if (kind === "assign") {
        return reported(await assign(target, first.slug, first.jurisdiction, first.domains));
      }
      if (kind === "move") {
        return await move(target.hashSecret, first);
      }
      const path = join(folder, `${operator}.csv`);
      const withDomains = first.domains !== undefined;
      const rows = lines.map((line) =>
        [line.slug, line.jurisdiction, ...(withDomains ? [line.domains?.join(";")] : [])].join(","),
      );
      await writeFile(path, [`organization,jurisdiction${withDomains ? ",emailDomains" : ""}`, ...rows].join("\n"));
      return reported(await importOrganizations(target, path));
    } catch (error) {
      assert.ok(error instanceof InvalidInput, String(error));
      return "refused";
    }
  }

  /** What an ordered move leaves: all rows of an organization with another home, in one transaction. */
  async function move(hashSecret: string, { slug, jurisdiction }: Line): Promise<Outcome> {
    const rows = [...(await global.scan("ca-central-1")).values()];
    const own = rows.find(({ pk }) => pk?.S === slugKey(hashSecret, slug));
    if (!own) {
      return "none";
    }
    const writes = rows
      .filter(({ organization }) => organization?.S === own.organization?.S)
      .map((row) => ({
        Put: {
          TableName: registry,
          Item: { ...row, jurisdiction: { S: jurisdiction }, version: { N: String(Number(row.version?.N) + 1) } },
        },
      }));
    await global.client.send(
      new TransactWriteItemsCommand({ TransactItems: writes as unknown as TransactWriteItem[] }),
    );
    return "moved";
  }

  /** The registry as people would tell it; fails where rows of one organization say different things. */
  function reported(rows: ReadonlyMap<string, AttributeMap>, hashSecret: string): Model {
    const model: Model = new Map();
    const known = new Set<string>();
    for (const slug of slugs) {
      const row = rows.get(slugKey(hashSecret, slug));
      if (!row) {
        continue;
      }
      const named = domains.filter(
        (domain) => rows.get(emailDomainKey(hashSecret, domain))?.organization?.S === row.organization?.S,
      );
      const id = organizationKey(String(row.organization?.S));
      const { slugHash, emailHashes, ...home } = rows.get(id) ?? {};
      const keys = [slugKey(hashSecret, slug), ...named.map((domain) => emailDomainKey(hashSecret, domain))];
      for (const pk of keys) {
        assert.deepEqual(rows.get(pk), { ...home, pk: { S: pk } }, `${slug}: rows differ`);
      }
      assert.deepEqual(slugHash?.S, keys[0]?.slice("slug#".length));
      assert.deepEqual(
        emailHashes?.L?.map(({ S }: { S: string }) => `email#${S}`).sort(),
        keys.slice(1).sort(),
        `${slug}: domains that lead elsewhere, or nowhere`,
      );
      for (const pk of [id, ...keys]) {
        known.add(pk);
      }
      model.set(slug, { jurisdiction: String(row.jurisdiction?.S), domains: named });
    }
    assert.deepEqual(
      [...rows.keys()].filter((pk) => !known.has(pk)),
      [],
      "rows of no organization",
    );
    return model;
  }

  it("leave what they would have left one after another, whole, and the same in every Region", async () => {
    const order = fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 16 });
    const before = fc.array(work, { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(before, fc.tuple(work, work, work), order, async (earlier, works, turns) => {
        const hashSecret = `race-${round++}`;
        const seen = new Set((await global.scan("ca-central-1")).keys());
        const model: Model = new Map();
        for (const work of earlier) {
          const [outcome] = await race(hashSecret, [work], []);
          assert.equal(outcome, workOn(model, work));
        }
        const outcomes = await race(hashSecret, works, turns);
        await global.replicated();
        const states = await Promise.all(registryRegions.map((region) => global.scan(region)));
        const left = states.map((rows) => new Map([...rows].filter(([pk]) => !seen.has(pk))));
        for (const rows of left) {
          assert.deepEqual(rows, left[0], "Regions differ");
        }
        const found = JSON.stringify([outcomes, [...reported(left[0] ?? new Map(), hashSecret)].sort()]);
        const possible = orders(model, works).map(([state, said]) => JSON.stringify([said, [...state].sort()]));
        assert.ok(possible.includes(found), `${found} is none of\n${[...new Set(possible)].join("\n")}`);
      }),
      { numRuns: 40 },
    );
  });
});
