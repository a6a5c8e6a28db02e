import assert from "node:assert/strict";
import type { HomeRow } from "../../model/registry";
import { homeItem, organizationItem, readHome, readOrganization, sameHome } from "../../registry/items";

const home: HomeRow = { organization: "org_1", jurisdiction: "CA", state: "active", version: 7, notice: null };
const notice = { code: "moving", message: "It moves.", since: "2026-01-02T03:04:05Z" } as NonNullable<
  HomeRow["notice"]
>;

describe("the registry's rows", () => {
  it("are written as DynamoDB has them, with a notice where there is one", () => {
    const plain = {
      ...{ pk: { S: "slug#1" }, organization: { S: "org_1" }, jurisdiction: { S: "CA" } },
      ...{ state: { S: "active" }, version: { N: "7" } },
    };
    assert.deepEqual(homeItem("slug#1", home), plain);
    const M = { code: { S: "moving" }, message: { S: "It moves." }, since: { S: "2026-01-02T03:04:05Z" } };
    assert.deepEqual(homeItem("slug#1", { ...home, notice }), { ...plain, notice: { M } });
    assert.deepEqual(organizationItem("slug#1", { ...home, slugHash: "s", emailHashes: ["a", "b"] }), {
      ...{ ...plain, slugHash: { S: "s" }, emailHashes: { L: [{ S: "a" }, { S: "b" }] } },
    });
  });

  it("are read as they were written", () => {
    for (const row of [home, { ...home, notice }]) {
      assert.deepEqual(readHome(homeItem("x", row)), row);
      const organization = { ...row, slugHash: "s", emailHashes: ["a", "b"] };
      assert.deepEqual(readOrganization(organizationItem("x", organization)), organization);
    }
  });

  it("are read where fields are missing: such a row agrees with none", () => {
    const nothing = { organization: "", jurisdiction: "", state: "", version: 0, notice: null };
    assert.deepEqual(readHome({}), nothing);
    assert.deepEqual(readOrganization({}), { ...nothing, slugHash: "", emailHashes: [] });
    assert.deepEqual(readHome({ notice: { M: {} } }).notice, { code: "", message: "", since: "" });
    assert.deepEqual(readOrganization({ emailHashes: { L: [{ N: "1" }] } }).emailHashes, [""]);
  });

  it("are the same home only where every part is the same", () => {
    assert.ok(sameHome(home, { ...home }));
    assert.ok(sameHome({ ...home, notice }, { ...home, notice: { ...notice } }));
    const others: Partial<HomeRow>[] = [
      ...[{ organization: "org_2" }, { jurisdiction: "US" }, { state: "moving" }, { version: 8 }, { notice }],
    ] as Partial<HomeRow>[];
    for (const other of others) {
      assert.equal(sameHome(home, { ...home, ...other }), false, JSON.stringify(other));
    }
    assert.equal(sameHome({ ...home, notice }, { ...home, notice: { ...notice, message: "x" } }), false);
  });
});
