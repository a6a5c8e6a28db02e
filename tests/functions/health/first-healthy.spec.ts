import assert from "node:assert/strict";
import { firstHealthy, resolveTimeoutMs } from "../../../functions/health/first-healthy";
import { type ScriptedDns, startDns, text } from "../support/dns";

const name = "_healthy.ca.api.example.com";

describe("which Region health checkers find healthy", () => {
  let dns: ScriptedDns;
  before(async () => {
    dns = await startDns();
  });
  after(() => dns.stop());

  it("is what the record says as text", async () => {
    dns.answer = text(name, "ca-west-1");
    assert.equal(await firstHealthy(name), "ca-west-1");
    assert.deepEqual(dns.asked, [`TXT ${name}`]);
    dns.answer = text(name, "ca-", "west-1");
    assert.equal(await firstHealthy(name), "ca-west-1", "a text may come in parts");
  });

  it("is unknown where there is no such name, and where nobody answers for long", async () => {
    dns.answer = { flags: 3 };
    assert.equal(await firstHealthy(name), undefined);
    dns.answer = undefined;
    assert.equal(await firstHealthy(name), undefined);
    assert.equal(resolveTimeoutMs, 400);
  });
});
