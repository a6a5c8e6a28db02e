import assert from "node:assert/strict";
import type { Twin } from "../../../local/twin";
import { Person, problemOf, startTestTwin, until } from "../../support/twin";

const region = "ca-central-1";

describe("a twin whose services fail", function () {
  this.timeout(150_000);
  let twin: Twin;
  const people: Person[] = [];
  const at = (place: string) => {
    const person = new Person(twin, place);
    people.push(person);
    return person;
  };
  const api = async (path: string, body?: object) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(
      `${twin.url}${path}`,
      body ? { method: "POST", headers, body: JSON.stringify(body) } : {},
    );
    return (await response.json()) as any;
  };

  before(async () => {
    twin = await startTestTwin();
  });
  after(async () => {
    for (const person of people) {
      person.close();
    }
    await twin?.stop();
  });
  afterEach(() => {
    for (const { id } of twin.context.faults.list()) {
      twin.context.faults.remove(id);
    }
    assert.deepEqual(twin.context.ledger.crossings(), [], "personal data crossed a border");
  });

  it("refuses a plain client's read while DynamoDB answers only errors in its home, and goes on when it is over", async () => {
    const [toronto, chicago] = [at("Toronto"), at("Chicago")];
    const [token, other] = [await toronto.signIn("acme"), await chicago.signIn("globex")];
    // Nothing is saved yet: what answers has read the table.
    assert.equal((await toronto.profile("CA", token)).status, 404);
    assert.equal((await toronto.lookup("acme")).jurisdiction, "CA");
    const fault = await api("/api/faults", { kind: "service-errors", region, service: "dynamodb" });
    assert.deepEqual([fault.error, fault.share], ["internal", 1]);
    const response = await toronto.profile("CA", token, { timeoutMs: 120_000 });
    assert.deepEqual([response.status, problemOf(response).code], [503, "profile-unavailable"]);
    const tables = twin.context.ledger.trace(response.trace)!.hops.filter(({ service }) => service === "dynamodb");
    assert.ok(tables.some((hop) => hop.region === region && hop.outcome === "refused: InternalServerError"));
    assert.equal((await chicago.profile("US", other)).status, 404, "another home is whole");
    assert.equal((await toronto.lookup("acme")).jurisdiction, "CA", "a lookup goes on from its last cache entry");
    twin.context.faults.remove(fault.id);
    await until(
      async () => (await toronto.profile("CA", token)).status === 404 || undefined,
      "the table is read again",
    );
  });

  it("counts the writes that a cut link keeps back, and delivers them when it is whole again", async () => {
    const toronto = at("Toronto");
    const token = await toronto.signIn("acme");
    const { id } = await api("/api/faults", { kind: "link-cut", region, peerRegion: "ca-west-1" });
    /** Other links have writes on their way, now and then. */
    const waiting = async () =>
      (await api("/api/state")).replication
        .filter((link: any) => link.from === region && link.to === "ca-west-1")
        .reduce((sum: number, { writes }: any) => sum + writes, 0);
    const saved = await toronto.client.request(`https://ca.api.${twin.control.domain}/v1/profile`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "if-none-match": "*" },
      body: JSON.stringify({ preferences: { theme: "dark" } }),
    });
    assert.ok([200, 201, 204].includes(saved.status), saved.body.toString());
    assert.ok((await waiting()) > 0);
    await twin.context.clock.sleep(60_000);
    assert.ok((await waiting()) > 0, "they wait as long as the link is cut");
    twin.context.faults.remove(id);
    await until(async () => (await waiting()) === 0 || undefined, "the writes arrive");
  });
});
