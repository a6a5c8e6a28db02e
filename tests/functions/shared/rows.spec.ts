import assert from "node:assert/strict";
import fc from "fast-check";
import { type Attributes, unmarshal } from "../../../functions/shared/attributes";
import { HomeUnservable, MalformedRow } from "../../../functions/shared/errors";
import { homeRow, regionRow } from "../../../functions/shared/rows";
import { regionStacks } from "../../../model/topology";
import { homeItem } from "../../../registry/items";
import { acme, regionIdentity } from "../support/tables";

const row = { organization: acme, jurisdiction: "CA", state: "active" as const, version: 3, notice: null };
const notice = { code: "returned", message: "Served from home again.", since: "2026-11-20T10:00:00Z" };

describe("rows of the registry", () => {
  it("are read as ops/organizations writes them", () => {
    for (const written of [row, { ...row, state: "moving" as const, notice }]) {
      assert.deepEqual(homeRow(unmarshal(homeItem("org#x", written) as unknown as Attributes)), written);
    }
  });

  it("are read with null for no notice", () => assert.deepEqual(homeRow(row), row));

  it("are read without a notice where there is none", () => {
    const { notice: _, ...bare } = row;
    assert.deepEqual(homeRow(bare), row);
  });

  for (const [what, wrong] of [
    ["a slug for its id", { organization: "acme" }],
    ["no jurisdiction", { jurisdiction: undefined }],
    ["an unknown state", { state: "gone" }],
    ["version 0", { version: 0 }],
    ["a version as text", { version: "3" }],
    ["a notice without a date", { notice: { code: "a", message: "b" } }],
    ["a notice as text", { notice: "a" }],
  ] as const) {
    it(`refuses an organization with ${what}`, () => assert.throws(() => homeRow({ ...row, ...wrong }), MalformedRow));
  }

  for (const jurisdiction of ["XX", "ca", "EU"].filter(
    (code) => !Object.values(regionStacks).some((stack) => stack.jurisdiction === code),
  )) {
    it(`refuses a home in ${jurisdiction}, which nothing here serves`, () =>
      assert.throws(() => homeRow({ ...row, jurisdiction }), HomeUnservable));
  }

  it("refuses every identity row that differs from what its Region publishes", () => {
    const good = regionIdentity("us-west-2");
    assert.deepEqual(regionRow("us-west-2", { ...good }), good);
    assert.throws(() => regionRow("us-west-2", undefined), HomeUnservable);
    fc.assert(
      fc.property(fc.constantFrom("region", "jurisdiction", "issuer", "userPoolId"), fc.string(), (name, value) => {
        fc.pre(value !== good[name as keyof typeof good]);
        assert.throws(() => regionRow("us-west-2", { ...good, [name]: value }), HomeUnservable);
      }),
    );
    assert.throws(() => regionRow("us-west-2", { ...good, clientId: "" }), HomeUnservable);
  });

  it("refuses a Region that the topology does not know", () =>
    assert.throws(
      () => regionRow("eu-north-1", { ...regionIdentity("eu-north-1"), jurisdiction: undefined }),
      HomeUnservable,
    ));
});
