import assert from "node:assert/strict";
import type { HomeRow } from "../../model/registry";
import type { OrganizationRow } from "../../registry/items";
import { changes, conflicts, type Registered } from "../../registry/plan";
import type { Wanted } from "../../registry/rules";

const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  ...{ line: 3, slug: "acme", jurisdiction: "CA", emailDomains: undefined },
  ...more,
});
const home = (more: Partial<HomeRow> = {}): HomeRow => ({
  ...{ organization: "org_1", jurisdiction: "CA", state: "active", version: 4, notice: null },
  ...more,
});
const row = (emailHashes: string[], more: Partial<OrganizationRow> = {}): OrganizationRow => ({
  ...home(),
  ...{ slugHash: "s", emailHashes },
  ...more,
});
const registered = (more: Partial<Registered> = {}): Registered => ({
  ...{ slugHash: "s", slug: undefined, organization: undefined, emails: new Map(), wantedEmails: undefined },
  ...more,
});
/** An organization whose rows all agree. */
const known = (hashes: string[], more: Partial<Registered> = {}) =>
  registered({
    ...{ slug: home(), organization: row(hashes), emails: new Map(hashes.map((hash) => [hash, home()])) },
    ...more,
  });
const names = (...hashes: string[]) => new Map(hashes.map((hash) => [hash, `${hash}.example`]));

describe("conflicts of a line with the registry", () => {
  it("are none for what is new, the same, or one's own", () => {
    assert.deepEqual(conflicts(wanted(), registered()), []);
    assert.deepEqual(conflicts(wanted(), registered({ wantedEmails: names("a") })), []);
    assert.deepEqual(conflicts(wanted(), known(["a"], { wantedEmails: names("a", "b") })), []);
  });

  it("refuses another home, and says which it is", () => {
    assert.deepEqual(conflicts(wanted({ jurisdiction: "US" }), known([])), [
      {
        ...{ line: 3, column: "jurisdiction", found: '"US", but the home of "acme" is CA', allowed: "CA" },
        fix: "write CA; to change a home, move it: an import does not carry its data",
      },
    ]);
  });

  it("refuses a domain of another organization, for a new one and for a known one", () => {
    const issue = {
      ...{ line: 3, column: "emailDomains", found: '"a.example", which belongs to org_2' },
      ...{
        allowed: "a domain of no other organization",
        fix: "remove it here, or first from org_2, in an import of its own",
      },
    };
    const emails = new Map([["a", home({ organization: "org_2" })]]);
    assert.deepEqual(conflicts(wanted(), registered({ emails, wantedEmails: names("a", "b") })), [issue]);
    assert.deepEqual(conflicts(wanted(), known([], { emails, wantedEmails: names("a") })), [issue]);
    const orphan = new Map([["a", home()]]);
    assert.equal(conflicts(wanted(), registered({ emails: orphan, wantedEmails: names("a") })).length, 1);
  });

  it("refuses more domains at once than a transaction takes", () => {
    const hashes = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `h${from + index}`);
    const of = (own: string[], next: string[] | undefined) =>
      conflicts(wanted(), known(own, { wantedEmails: next && names(...next) }));
    assert.deepEqual(of(hashes(0, 98), undefined), []);
    assert.deepEqual(conflicts(wanted(), registered({ wantedEmails: names(...hashes(0, 98)) })), []);
    assert.deepEqual(of(hashes(0, 49), hashes(49, 98)), []);
    assert.deepEqual(of(hashes(0, 60), hashes(0, 98)), []);
    assert.deepEqual(of(hashes(0, 50), hashes(49, 99)), [
      {
        ...{ line: 3, column: "emailDomains", found: "99 domains to add, keep and remove at once" },
        ...{ allowed: "at most 98", fix: "import once without the old ones' successors, then again with them" },
      },
    ]);
    assert.equal(of(hashes(0, 99), undefined).length, 1);
  });
});

describe("changes that bring the registry into agreement with a line", () => {
  const plan = (organization: Wanted, found: Registered) => changes(organization, found, "t", () => "org_new");
  const reported = (item: Wanted, found: Registered) =>
    plan(item, found)?.writes.map(({ Put, Delete }) => {
      const { Item, Key, ConditionExpression, ExpressionAttributeValues: values } = { ...Put, ...Delete } as any;
      const { pk, version, state, organization, jurisdiction, emailHashes } = Item ?? Key;
      const what = Item
        ? `put ${organization.S} ${jurisdiction.S} ${state.S} ${version.N}${emailHashes ? ` ${emailHashes.L.map((h: any) => h.S)}` : ""}`
        : "delete";
      const expected = Object.values(values ?? {}).map((value: any) => value.S ?? value.N);
      return [pk.S, what, ConditionExpression, ...expected].join(" | ");
    });
  const absent = "attribute_not_exists(pk)";
  const as = "organization = :organization AND version = :version";

  it("are none where all rows agree", () => {
    assert.equal(plan(wanted(), known(["a"])), undefined);
    assert.equal(plan(wanted(), known(["b", "a"], { wantedEmails: names("a", "b") })), undefined);
    assert.equal(plan(wanted(), known([], { wantedEmails: names() })), undefined);
  });

  it("leave e-mail rows alone that a line does not speak of", () => {
    assert.equal(plan(wanted(), known(["a"], { emails: new Map() })), undefined);
  });

  it("create all rows of a new one, each only where there is none", () => {
    assert.deepEqual(reported(wanted(), registered({ wantedEmails: names("b", "a") })), [
      `org#org_new | put org_new CA active 1 a,b | ${absent}`,
      `slug#s | put org_new CA active 1 | ${absent}`,
      `email#a | put org_new CA active 1 | ${absent}`,
      `email#b | put org_new CA active 1 | ${absent}`,
    ]);
    const change = plan(wanted(), registered());
    assert.deepEqual([change?.created, change?.organization, change?.writes.length], [true, "org_new", 2]);
    assert.ok(change?.writes.every(({ Put }) => Put?.TableName === "t"));
  });

  it("add and remove domains, and raise the version of every row, each as it was read", () => {
    const found = known(["a", "b"], { wantedEmails: names("b", "c") });
    assert.deepEqual(reported(wanted(), found), [
      `org#org_1 | put org_1 CA active 5 b,c | ${as} | org_1 | 4`,
      `slug#s | put org_1 CA active 5 | ${as} | org_1 | 4`,
      `email#b | put org_1 CA active 5 | ${as} | org_1 | 4`,
      `email#c | put org_1 CA active 5 | ${absent}`,
      `email#a | delete | attribute_not_exists(pk) OR organization = :organization | org_1`,
    ]);
    const change = plan(wanted(), found);
    assert.equal(change?.created, false);
    assert.equal(change?.writes.at(-1)?.Delete?.TableName, "t");
  });

  it("bring every row into step that says something else, or is not there", () => {
    const wantedEmails = names("a");
    const cases: Partial<Registered>[] = [
      { slug: home({ version: 3 }) },
      { organization: row(["a"], { slugHash: "other" }) },
      { emails: new Map([["a", home({ version: 3 })]]), wantedEmails },
      { emails: new Map(), wantedEmails },
      { organization: row(["x"]), wantedEmails },
      { organization: row([]), wantedEmails },
      { organization: row(["a", "b"]), emails: new Map([["b", home()]]), wantedEmails: names("a", "b") },
    ];
    for (const example of cases) {
      assert.equal(plan(wanted(), known(["a"], example))?.created, false, JSON.stringify(example));
    }
  });

  it("keep id, state, version and notice of what is known, even by its slug alone", () => {
    const notice = { code: "c", message: "m", since: "s" } as unknown as NonNullable<HomeRow["notice"]>;
    const change = plan(wanted(), registered({ slug: home({ state: "moving", notice }) }));
    assert.deepEqual([change?.organization, change?.created], ["org_1", false]);
    assert.deepEqual(change?.writes[0]?.Put?.Item, {
      ...{ pk: { S: "org#org_1" }, organization: { S: "org_1" }, jurisdiction: { S: "CA" }, state: { S: "moving" } },
      ...{ version: { N: "5" }, slugHash: { S: "s" }, emailHashes: { L: [] } },
      notice: { M: { code: { S: "c" }, message: { S: "m" }, since: { S: "s" } } },
    });
    assert.equal(change?.writes[0]?.Put?.ConditionExpression, absent);
  });
});
