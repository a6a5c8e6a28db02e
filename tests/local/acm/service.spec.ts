import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:tls";
import { covers, namesOf, pendingReasons } from "../../../local/acm/rules";
import { CertificateManager, createCertificates } from "../../../local/acm/service";
import { graphOf, resource, twinContext } from "../../support/twin-context";

const arn = "arn:aws:acm:ca-central-1:123456789012:certificate/1";
const option = (domainName: string) => ({
  domainName,
  resourceRecordName: `_x1.${domainName}.`,
  resourceRecordType: "CNAME",
  resourceRecordValue: "_y1.acm-validations.aws.",
});
const certificate = (inputs: object = {}, names = ["ca.api.example.com", "api.example.com"]) =>
  resource(
    "aws:acm/certificate:Certificate",
    "api",
    { domainName: names[0], subjectAlternativeNames: names.slice(1), validationMethod: "DNS", ...inputs },
    { region: "ca-central-1", outputs: { arn, domainValidationOptions: names.map(option) } },
  );
const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.com" }, { stack: "global", id: "Z1" });
const record = (name: string, value = "_y1.acm-validations.aws.") =>
  resource(
    "aws:route53/record:Record",
    name,
    { zoneId: "Z1", name, type: "CNAME", records: [value] },
    { stack: "global" },
  );
const bothRecords = [record("_x1.ca.api.example.com"), record("_x1.api")];

describe("acm rules", () => {
  it("issues when the CNAME of every name is declared, in any stack, full or relative to the zone", () => {
    const declared = certificate();
    assert.deepEqual(pendingReasons(declared, graphOf(zone, declared, ...bothRecords)), []);
  });

  it("refuses each name whose CNAME is missing or points elsewhere", () => {
    const declared = certificate();
    const graph = graphOf(zone, declared, record("_x1.api", "elsewhere."));
    assert.deepEqual(pendingReasons(declared, graph), [
      "ca.api.example.com: no record _x1.ca.api.example.com CNAME _y1.acm-validations.aws",
      "api.example.com: no record _x1.api.example.com CNAME _y1.acm-validations.aws",
    ]);
  });

  it("has the names of a certificate once each, and is content with one", () => {
    const names = (domainName: string, subjectAlternativeNames?: string[]) =>
      namesOf(resource("aws:acm/certificate:Certificate", "c", { domainName, subjectAlternativeNames }));
    assert.deepEqual(names("A.example.com", ["b.example.com", "a.example.com."]), ["a.example.com", "b.example.com"]);
    assert.deepEqual(names("a.example.com"), ["a.example.com"]);
  });

  it("refuses a name that nobody says how to validate, and takes no record without a value for one", () => {
    const declared = certificate();
    const bare = { ...declared, outputs: { arn } };
    const missing = ["ca.api.example.com: no validation option", "api.example.com: no validation option"];
    assert.deepEqual(pendingReasons(bare, graphOf(zone, bare)), missing);
    const inner = certificate({}, ["a.*.example.com"]);
    const other = { ...inner, outputs: { arn, domainValidationOptions: [option("a.example.com")] } };
    assert.deepEqual(pendingReasons(other, graphOf(zone, other)), ["a.*.example.com: no validation option"]);
    const alias = resource("aws:route53/record:Record", "alias", { zoneId: "Z1", name: "_x1.api", type: "CNAME" });
    assert.equal(pendingReasons(declared, graphOf(zone, declared, alias, ...bothRecords)).length, 0);
  });

  it("validates a wildcard with the CNAME of its bare name", () => {
    const declared = certificate({}, ["api.example.com", "*.api.example.com"]);
    assert.deepEqual(pendingReasons(declared, graphOf(zone, declared, record("_x1.api"))), []);
  });

  it("refuses every name while the domain is not delegated to the hosted zone", () => {
    const declared = certificate();
    assert.deepEqual(pendingReasons(declared, graphOf(zone, declared, ...bothRecords), false), [
      "ca.api.example.com: the domain is not delegated to its hosted zone",
      "api.example.com: the domain is not delegated to its hosted zone",
    ]);
  });

  it("refuses a validation that the twin does not stand in for", () => {
    const declared = certificate({ validationMethod: "EMAIL" });
    assert.match(pendingReasons(declared, graphOf(zone, declared)).join(), /"EMAIL".*"DNS"/);
  });

  for (const [name, host, expected] of [
    ["a.example.com", "a.example.com", true],
    ["*.example.com", "a.example.com", true],
    ["*.example.com", "b.a.example.com", false],
    ["*.example.com", "example.com", false],
    ["*.example.com", ".example.com", false],
  ] as const) {
    it(`${name} ${expected ? "covers" : "does not cover"} ${host}`, () => assert.equal(covers(name, host), expected));
  }
});

describe("acm certificates", () => {
  it("holds up in a TLS handshake with a client that trusts this twin only", async () => {
    const declared = certificate();
    const twin = await twinContext({ graph: graphOf(zone, declared, ...bothRecords) });
    const pair = twin.certificates.forArn(arn);
    assert.equal(new X509Certificate(pair.cert).subjectAltName, "DNS:ca.api.example.com, DNS:api.example.com");
    const server = createServer(pair, (socket) => socket.end("hi")).listen(0, "127.0.0.1");
    server.on("tlsClientError", () => {});
    await once(server, "listening");
    const open = (servername: string, ca: string) =>
      once(connect({ port: (server.address() as AddressInfo).port, servername, ca }).resume(), "end");
    try {
      await open("api.example.com", twin.certificates.authority);
      await assert.rejects(open("us.api.example.com", twin.certificates.authority), /altnames/);
      const other = await createCertificates({ graph: twin.graph, events: twin.events });
      await assert.rejects(open("api.example.com", other.authority), /unable to verify|self-signed|signature/);
    } finally {
      await new Promise((resolve) => server.close(resolve));
      await twin.close();
    }
  });

  it("has some that are wrong on purpose, of the same authority", async () => {
    const twin = await twinContext({ graph: graphOf(zone, certificate(), ...bothRecords) });
    const [expired, other] = [
      new X509Certificate((await twin.certificates.flawed(arn, "expired")).cert),
      new X509Certificate((await twin.certificates.flawed(arn, "wrong-name")).cert),
    ];
    assert.equal(expired.subjectAltName, "DNS:ca.api.example.com, DNS:api.example.com");
    assert.ok(expired.validToDate < new Date() && expired.validFromDate < expired.validToDate);
    assert.equal(other.subjectAltName, "DNS:another.invalid");
    assert.ok(other.validToDate > new Date());
    const authority = new X509Certificate(twin.certificates.authority);
    assert.ok([expired, other].every((each) => each.verify(authority.publicKey)));
    await twin.close();
  });

  it("refuses a certificate that is pending, says so on the timeline, and one that nobody declares", async () => {
    const twin = await twinContext({ graph: graphOf(zone, certificate()) });
    assert.throws(() => twin.certificates.forArn(arn), /pending validation.*_x1\.ca\.api\.example\.com/);
    assert.throws(() => twin.certificates.forArn("arn:none"), /not declared/);
    assert.deepEqual(
      twin.events.list().map(({ kind, subject }) => [kind, subject]),
      [["certificate", "api"]],
    );
    await twin.close();
  });

  it("issues what was pending as soon as the domain is delegated, once, and says so to who waits", async () => {
    const declared = certificate();
    const twin = await twinContext({ graph: graphOf(zone, declared, ...bothRecords) });
    twin.faults.add({ kind: "undelegated" });
    const service = new CertificateManager(twin);
    await service.start();
    const heard: string[] = [];
    const issued = new Promise<void>((resolve) =>
      service.onIssued(async () => {
        heard.push(service.forArn(arn).cert);
        resolve();
      }),
    );
    assert.throws(
      () => service.forArn(arn),
      /is pending validation: ca\.api\.example\.com: the domain is not delegated/,
    );
    // Another fault changes nothing.
    twin.faults.remove(twin.faults.add({ kind: "region-down", region: "ca-central-1" }).id);
    twin.faults.remove("undelegated");
    await issued;
    // Who lost the delegation later keeps what was issued.
    twin.faults.add({ kind: "undelegated" });
    twin.faults.remove("undelegated");
    await service.stop();
    assert.deepEqual(heard, [service.forArn(arn).cert]);
    const lines = twin.events.list().filter(({ kind }) => kind === "certificate");
    assert.deepEqual(
      lines.map(({ subject, message }) => [subject, message.split(":")[0]]),
      [
        ["api", "pending validation in ca-central-1"],
        ["api", "issued in ca-central-1"],
      ],
    );
    await twin.close();
  });

  it("has certificates for AWS's own host names and the test's, and refuses others", async () => {
    const twin = await twinContext({ hosts: ["api.example.test"] });
    const { cert } = twin.certificates.forHost("d-abc.execute-api.ca-central-1.amazonaws.com", "api.example.test");
    const parsed = new X509Certificate(cert);
    assert.ok(parsed.checkHost("cognito-idp.us-east-1.amazonaws.com"));
    assert.ok(parsed.verify(new X509Certificate(twin.certificates.authority).publicKey));
    assert.throws(() => twin.certificates.forHost("www.example.org"), /www\.example\.org/);
    await twin.close();
  });
});
