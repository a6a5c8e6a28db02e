import assert from "node:assert/strict";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { emailDomainKey, keyedHash, slugKey } from "../../model/registry";
import { assign } from "../../registry/assign";
import { inBatches, readRegistered } from "../../registry/registered";
import type { Wanted } from "../../registry/rules";
import { Store } from "../../registry/store";
import { registryClient } from "../../registry/target";
import { type Difference, inTransactions, writeGroup } from "../../registry/write";
import { startRegistry, type TestRegistry } from "./registry";

const domains = (count: number, of = "d") => Array.from({ length: count }, (_, index) => `${of}${index}.example`);
const wanted = (slug: string, emailDomains?: string[], jurisdiction: "CA" | "US" = "CA"): Wanted => ({
  ...{ line: 1, slug, jurisdiction, emailDomains },
});

describe("groups of organizations", () => {
  const isNew = (slug: string, count: number): Difference => [
    wanted(slug, domains(count)),
    {
      ...{ slugHash: slug, slug: undefined, organization: undefined, emails: new Map() },
      wantedEmails: new Map(domains(count).map((domain) => [domain, domain])),
    },
  ];
  const sizes = (...counts: number[]) =>
    [
      ...inTransactions(
        counts.map((count, index) => isNew(`o${index}`, count)),
        "t",
      ),
    ].map((group) => group.map(([, { writes }]) => writes.length));

  it("fill transactions of a hundred writes, each organization wholly inside one", () => {
    assert.deepEqual(sizes(), []);
    assert.deepEqual(sizes(48, 48), [[50, 50]]);
    assert.deepEqual(sizes(48, 49), [[50], [51]]);
    assert.deepEqual(sizes(98, 0, 98), [[100], [2], [100]]);
    assert.deepEqual(
      sizes(...Array.from({ length: 51 }, () => 0)).map((group) => group.length),
      [50, 1],
    );
  });

  it("leave out what is as it should be", () => {
    const home = { organization: "org_1", jurisdiction: "CA", state: "active" as const, version: 1, notice: null };
    const same: Difference = [
      wanted("same"),
      {
        ...{ slugHash: "s", slug: home, organization: { ...home, slugHash: "s", emailHashes: [] } },
        ...{ emails: new Map(), wantedEmails: undefined },
      },
    ];
    const [group] = inTransactions([same, isNew("new", 0)], "t");
    assert.deepEqual(
      group?.map(([{ slug }]) => slug),
      ["new"],
    );
    assert.deepEqual([...inTransactions([same], "t")], []);
  });

  it("are read a hundred keys at a time", () => {
    const batches = (...counts: (number | undefined)[]) =>
      [
        ...inBatches(
          counts.map((count, index) => wanted(`o${index}`, count === undefined ? undefined : domains(count))),
        ),
      ].map((batch) => batch.length);
    assert.deepEqual(batches(), []);
    assert.deepEqual(batches(49, 49), [2]);
    assert.deepEqual(batches(49, 50), [1, 1]);
    assert.deepEqual(batches(...Array.from({ length: 101 }, () => undefined)), [100, 1]);
  });
});

describe("a group that somebody else was faster with", () => {
  let registry: TestRegistry;
  let client: DynamoDBClient;
  let store: Store;

  beforeEach(async () => {
    registry = await startRegistry();
    client = registryClient(registry.target);
    store = new Store(client, registry.target.table);
  });
  afterEach(async () => {
    client.destroy();
    await registry.close();
  });

  const read = async (...lines: Wanted[]) => readRegistered(store, registry.target.hashSecret, lines);
  const groupOf = async (...lines: Wanted[]) => {
    const [group, ...more] = inTransactions(await read(...lines), registry.target.table);
    assert.ok(group && more.length === 0);
    return group;
  };
  const write = (group: Awaited<ReturnType<typeof groupOf>>) =>
    writeGroup(store, registry.target.hashSecret, group, "a.csv");

  it("is written at once where nobody was", async () => {
    await assign(registry.target, "old", "CA", []);
    const group = await groupOf(wanted("new"), wanted("old", ["a.example"]));
    registry.calls = {};
    assert.deepEqual(await write(group), ["created", "updated"]);
    assert.deepEqual(registry.calls, { TransactWriteItems: 1 });
  });

  it("is judged again, each by itself", async () => {
    await assign(registry.target, "old", "CA", []);
    const group = await groupOf(
      wanted("new"),
      wanted("old", ["a.example"]),
      wanted("same", ["b.example"]),
      wanted("one"),
    );
    await assign(registry.target, "same", "CA", ["b.example"]);
    await assign(registry.target, "one", "CA", ["c.example"]);
    assert.deepEqual(await write(group), ["created", "updated", "unchanged", "unchanged"]);
  });

  it("refuses what cannot be any more, and says all that is in the way", async () => {
    const group = await groupOf(wanted("new"), wanted("acme", ["a.example", "b.example"]));
    await assign(registry.target, "acme", "US", []);
    await assign(registry.target, "globex", "US", ["a.example"]);
    await assert.rejects(write(group), (error: Error) => {
      assert.equal(error.name, "InvalidInput");
      const [first, second, ...more] = error.message.split("; line 1, ");
      assert.match(
        first ?? "",
        /^a\.csv: changed meanwhile: line 1, jurisdiction: found "CA", but the home of "acme" is US/,
      );
      assert.match(second ?? "", /^emailDomains: found "a\.example", which belongs to org_/);
      assert.deepEqual(more, []);
      return true;
    });
    assert.ok((await registry.rows()).has(slugKey(registry.target.hashSecret, "new")), "the first is whole");
  });

  it("refuses after five tries, when somebody is faster each time", async () => {
    const group = await groupOf(wanted("acme", ["x.example"]));
    let round = 0;
    let busy = false;
    registry.intercept = async (operation) => {
      if (operation !== "TransactWriteItems" || busy) {
        return;
      }
      busy = true;
      await assign(registry.target, "acme", "CA", [`r${round++}.example`]);
      busy = false;
    };
    await assert.rejects(write(group), {
      message: 'a.csv: "acme" is being changed by someone else; fix: run this again when they are done',
    });
    assert.equal(round, 6);
  });

  it("reads what is there of each line: its slug, its organization, its domains and those it would lose", async () => {
    await assign(registry.target, "acme", "CA", ["a.example", "b.example"]);
    await assign(registry.target, "globex", "US", ["c.example"]);
    const { hashSecret } = registry.target;
    const hash = (domain: string) => emailDomainKey(hashSecret, domain).slice("email#".length);
    const [named, kept, none] = await read(
      wanted("acme", ["b.example", "c.example", "d.example"]),
      wanted("globex"),
      wanted("nobody", []),
    );
    assert.ok(named && kept && none);
    assert.equal(named[1].slugHash, keyedHash(hashSecret, "slug:acme"));
    assert.equal(named[1].slug?.jurisdiction, "CA");
    assert.deepEqual(named[1].organization?.emailHashes, [hash("a.example"), hash("b.example")].sort());
    assert.deepEqual([...named[1].emails.keys()].sort(), [hash("b.example"), hash("c.example")].sort());
    assert.deepEqual(
      [...(named[1].wantedEmails ?? [])],
      ["b.example", "c.example", "d.example"].map((domain) => [hash(domain), domain]),
    );
    assert.deepEqual([[...kept[1].emails.keys()], kept[1].wantedEmails], [[hash("c.example")], undefined]);
    assert.deepEqual(none[1], {
      ...{ slugHash: keyedHash(hashSecret, "slug:nobody"), slug: undefined, organization: undefined },
      ...{ emails: new Map(), wantedEmails: new Map() },
    });
  });
});
