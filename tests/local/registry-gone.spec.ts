/** No replica of the registry answers, and functions start that have never read it: the Region's snapshot is what they know. */
import assert from "node:assert/strict";
import { s3 } from "../../local/s3/types";
import type { Twin } from "../../local/twin";
import { snapshotFile } from "../../model/snapshot";
import { allRegions } from "../../model/topology";
import { endFaults } from "../support/fault-board";
import { Person, problemOf, startTestTwin, until } from "../support/twin";

const region = "ca-central-1";

describe("a Region without any replica of the registry", function () {
  this.timeout(180_000);
  let twin: Twin;
  let toronto: Person;
  let token: string;

  before(async () => {
    twin = await startTestTwin();
    toronto = new Person(twin, "Toronto");
    token = await toronto.signIn("maple-health");
    const buckets = twin.context.graph.ofType("aws:s3/bucket:Bucket").map(({ outputs }) => outputs.bucket);
    const made = async () => buckets.every((bucket) => twin.services.get(s3).peek(bucket, snapshotFile)) || undefined;
    await until(made, "every Region has its snapshot");
    for (const each of allRegions()) {
      twin.context.faults.add({ kind: "registry-cut-off", region: each });
    }
    // It loses its execution environments, and what they know.
    const { id } = twin.context.faults.add({ kind: "region-down", region });
    await twin.context.clock.sleep(1000);
    twin.context.faults.remove(id);
  });
  after(async () => {
    endFaults(twin.context.faults);
    toronto.close();
    await twin.stop();
  });

  const coldStarts = () =>
    twin.context.ledger
      .list({ limit: 10_000 })
      .flatMap(({ hops }) => hops)
      .filter((hop) => hop.region === region && hop.action.startsWith("invoke, cold start"));

  it("says where an organization is at home that it was never asked for", async () => {
    const home = await until(() => toronto.lookup("maple-health"), "the lookup answers");
    assert.equal(home.jurisdiction, "CA");
    assert.ok(coldStarts().some(({ resource }) => resource === "lookup"));
  });

  it("serves its users, whom a new authorizer and a new profile function have never seen", async () => {
    const url = `https://${region}.ca.api.${twin.control.domain}/v1/profile`;
    const headers = { authorization: `Bearer ${token}` };
    const served = await until(async () => {
      const response = await toronto.client.request(url, { headers, timeoutMs: 120_000 });
      return response.status === 404 ? response : undefined;
    }, "the profile function answers that nothing is saved yet");
    assert.equal(served.headers["home-region"], region);
    for (const name of ["api-authorizer", "api-profile"]) {
      assert.ok(
        coldStarts().some(({ resource }) => resource === name),
        `${name} started anew`,
      );
    }
    assert.deepEqual(twin.context.ledger.crossings(), []);
  });

  it("refuses to say that nobody has a name", async () => {
    const url = `https://api.${twin.control.domain}/v1/organizations/nobody-has-this/home`;
    const unknown = await toronto.client.request(url, { timeoutMs: 120_000 });
    assert.deepEqual([unknown.status, problemOf(unknown).code], [503, "registry-unavailable"]);
  });
});
