/** A jurisdiction that has lost both places where a pool's keys can be read, in the twin: the deployed authorizer with real keys. */
import assert from "node:assert/strict";
import type { ClientResponse } from "../../local/device/client";
import type { Twin } from "../../local/twin";
import { Person, personalHops, problemOf, startTestTwin } from "../support/twin";

const standby = "https://ca-west-1.ca.api.example.com/v1/profile";

describe("the twin's authorizer without keys", function () {
  this.timeout(150_000);
  let twin: Twin;
  let person: Person;

  before(async () => {
    twin = await startTestTwin();
    person = new Person(twin, "Calgary");
  });
  after(async () => {
    person?.close();
    await twin?.stop();
  });

  const ask = (token: string) =>
    person.client.request(standby, { headers: { authorization: `Bearer ${token}` }, timeoutMs: 120_000 });
  const reads = ({ trace }: ClientResponse) => personalHops(twin, trace).filter((hop) => hop.service === "dynamodb");

  it("refuses everybody while it cannot tell, the forger alone as soon as it can, and keeps to that when the pool is gone again", async () => {
    const honest = await person.signIn("acme");
    const [header, claims, signature] = honest.split(".") as [string, string, string];
    const changed = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    const forged = `${header}.${claims}.${changed}`;

    // The pool's Region is gone, and nobody has kept its keys yet.
    const down = { kind: "region-down", region: "ca-central-1" } as const;
    let { id } = twin.context.faults.add(down);
    for (const token of [forged, honest]) {
      const response = await ask(token);
      assert.equal(response.status, 500, "not 401: a client would drop an honest token");
      assert.equal(problemOf(response).code, "unavailable");
      assert.deepEqual(reads(response), []);
    }

    twin.context.faults.remove(id);
    assert.equal((await ask(forged)).status, 401);
    const served = await ask(honest);
    assert.ok([200, 404].includes(served.status), served.body.toString());
    assert.equal(served.headers["home-region"], "ca-west-1");

    ({ id } = twin.context.faults.add(down));
    const refused = await ask(forged);
    assert.deepEqual([refused.status, problemOf(refused).code, reads(refused)], [401, "unauthorized", []]);
    assert.ok([200, 404].includes((await ask(honest)).status), "the kept keys are enough for an honest token");
    assert.deepEqual(twin.context.ledger.crossings(), []);
  });
});
