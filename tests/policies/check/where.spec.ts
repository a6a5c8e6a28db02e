import assert from "node:assert/strict";
import { placeOf } from "../../../policies/check/where";
import { make } from "../support/scene";

const at = (source: string | undefined) => placeOf({ ...make("aws:sqs/queue:Queue"), source }, "/project");

describe("where a resource is declared", () => {
  it("is a file of the folder and a line", () => {
    assert.deepEqual(at("/project/infra/dns.ts:31:7"), { file: "infra/dns.ts", line: 31 });
    assert.deepEqual(at("/project/infra/dns.ts:31"), { file: "infra/dns.ts", line: 31 });
    assert.deepEqual(at("/project/infra/12:34.ts:105:22"), { file: "infra/12:34.ts", line: 105 });
    assert.deepEqual(at("/elsewhere/dns.ts:3:1"), { file: "../elsewhere/dns.ts", line: 3 });
  });

  it("is not known where nobody noted a line", () => {
    for (const source of [undefined, "", "/project/infra/dns.ts", "/project/a.ts:3:x"]) {
      assert.equal(at(source), undefined);
    }
  });
});
