import assert from "node:assert/strict";
import {
  delegationFix,
  isReserved,
  missingNameServers,
  nameServersOf,
  plainName,
  saysNobody,
} from "../../model/delegation";

describe("delegation", () => {
  it("knows names that nobody can own", () => {
    for (const domain of [
      "example.com",
      "a.example.org",
      "example.net",
      "x.example",
      "a.test",
      "localhost",
      "b.local",
    ]) {
      assert.equal(isReserved(domain), true, domain);
    }
    for (const domain of ["notexample.com", "example.ca", "test.com", "example.company.com", "local.example.ca"]) {
      assert.equal(isReserved(domain), false, domain);
    }
  });

  it("compares names as DNS does", () => {
    assert.equal(plainName("NS-1.Example.net."), "ns-1.example.net");
    assert.deepEqual(missingNameServers(["NS-1.a.net.", "ns-2.a.net"], ["ns-1.A.net", "ns-3.a.net"]), ["ns-2.a.net"]);
    assert.deepEqual(missingNameServers(["ns-1.a.net"], []), ["ns-1.a.net"]);
    assert.deepEqual(missingNameServers([], ["ns-1.a.net"]), []);
  });

  it("says what to set", () => {
    assert.equal(
      delegationFix(["NS-1.a.net.", "ns-2.a.net"]),
      "at the registrar (or in the parent's hosted zone) set these name servers: ns-1.a.net, ns-2.a.net",
    );
  });

  it("takes for an answer what is one", () => {
    assert.deepEqual(["ENOTFOUND", "ENODATA", "ETIMEOUT", "ESERVFAIL", "ECONNREFUSED", undefined].map(saysNobody), [
      ...[true, true],
      ...[false, false, false, false],
    ]);
  });

  it("asks names above where the zone is one of theirs, and no top-level domain", async () => {
    const asked: string[] = [];
    const resolveNs = async (name: string) => {
      asked.push(name);
      if (name === "b.example.ca") {
        return [];
      }
      if (name === "example.ca") {
        return ["ns-1.a.net"];
      }
      throw Object.assign(new Error(name), { code: name === "late.ca" ? "ETIMEOUT" : "ENODATA" });
    };
    assert.deepEqual(await nameServersOf("A.b.example.ca.", resolveNs), ["ns-1.a.net"]);
    assert.deepEqual(asked.splice(0), ["a.b.example.ca", "b.example.ca", "example.ca"]);
    assert.deepEqual(await nameServersOf("nobody.ca", resolveNs), []);
    assert.deepEqual(asked.splice(0), ["nobody.ca"]);
    await assert.rejects(nameServersOf("x.late.ca", resolveNs), { code: "ETIMEOUT" });
  });
});
