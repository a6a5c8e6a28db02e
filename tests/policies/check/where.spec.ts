import assert from "node:assert/strict";
import { sourceOf } from "../../../policies/check/where";
import { make } from "../support/scene";

const at = (source: string | undefined) => sourceOf({ ...make("aws:sqs/queue:Queue"), source }, "/project");

describe("where a resource is declared", () => {
  it("is a file of the folder and a line", () => {
    assert.equal(at("/project/infra/dns.ts:31:7"), "infra/dns.ts:31");
    assert.equal(at("/project/infra/dns.ts:31"), "infra/dns.ts:31");
    assert.equal(at("/project/infra/12:34.ts:105:22"), "infra/12:34.ts:105");
    assert.equal(at("/elsewhere/dns.ts:3:1"), "../elsewhere/dns.ts:3");
  });

  it("is not known where nobody noted a line", () => {
    for (const source of [undefined, "", "/project/infra/dns.ts", "/project/a.ts:3:x"])
      assert.equal(at(source), undefined);
  });
});
