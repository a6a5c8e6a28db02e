/** A new hosted zone before and after its name servers are set at the registrar. */
import assert from "node:assert/strict";
import type { Twin } from "../../local/twin";
import { Person, startTestTwin, until } from "../support/twin";

describe("a twin whose domain is not delegated yet", function () {
  this.timeout(120_000);
  let twin: Twin;
  before(async () => {
    twin = await startTestTwin({ delegated: false });
  });
  after(() => twin?.stop());

  it("leaves certificates pending and finds no name, until the name servers are set", async () => {
    const { events, faults, graph, network } = twin.context;
    const certificates = graph.ofType("aws:acm/certificate:Certificate");
    const lines = (text: string) =>
      events.list().filter(({ kind, message }) => kind === "certificate" && message.startsWith(text));
    assert.equal(lines("pending").length, certificates.length);
    const toronto = new Person(twin, "Toronto");
    await assert.rejects(toronto.lookup("acme"), /ENOTFOUND|NXDOMAIN/);
    const { region, why } = await twin.control.resolve("ca.api.example.com", network.place("Toronto"));
    assert.equal(region, null);
    assert.match(why.join("; "), /example\.com is not delegated to its hosted zone/);
    faults.remove("undelegated");
    const home = await until(() => toronto.lookup("acme"), "lookups");
    assert.equal(home.jurisdiction, "CA");
    assert.equal(lines("issued").length, certificates.length);
    await until(async () => {
      const response = await toronto.client.request("https://ca.api.example.com/healthz");
      return response.status === 200 || undefined;
    }, "the API");
    toronto.close();
  });
});
