import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "../../../ops/doctor/check";
import { delegation, domain } from "../../../ops/doctor/domain";
import type { Executed } from "../../../ops/doctor/execute";

const fix = 'set its default in Pulumi.yaml, for all stacks at once: config: domain: default: "your-domain.com"';
const afterwards =
  "after the global stack is up, set its output nameServers at the registrar; region stacks wait for that";

describe("the doctor's look at the domain", () => {
  let root: string;

  let told: Executed;

  beforeEach(async () => {
    told = { missing: true };
    root = await mkdtemp(join(tmpdir(), "domain-"));
    await project("acme-product.com");
  });
  afterEach(() => rm(root, { recursive: true }));

  async function project(name: string | undefined, more: Record<string, string> = {}) {
    const config = { domain: { type: "string", ...(name !== undefined && { default: name }) } };
    await writeFile(join(root, "Pulumi.yaml"), JSON.stringify({ name: "p", runtime: "nodejs", config }));
    for (const stack of ["global", "ca", "us"]) {
      await writeFile(join(root, `Pulumi.${stack}.yaml`), JSON.stringify({ config: more }));
    }
  }
  const stacks = ["global", "ca", "us"];

  it("wants one real domain for all stacks", async () => {
    const run = () => domain.run({ root, stacks } as unknown as Context);
    assert.deepEqual(await run(), [{ status: "ok", found: "acme-product.com" }]);
    for (const name of ["notexample.com", "test.com", "localhost.net", "example.company.com"]) {
      await project(name);
      assert.deepEqual(await run(), [{ status: "ok", found: name }]);
    }
    for (const name of ["example.com", "product.example", "api.example.org", "a.test", "x.arpa", "y.onion"]) {
      await project(name);
      assert.deepEqual(await run(), [{ status: "fix", found: `${name}, a reserved name`, fix }]);
    }
    await project(undefined);
    assert.deepEqual(await run(), [{ status: "fix", found: "none", fix }]);
    await project("acme-product.com");
    for (const stack of ["ca", "us"]) {
      await writeFile(join(root, `Pulumi.${stack}.yaml`), JSON.stringify({ config: { "p:domain": `${stack}.com` } }));
    }
    assert.deepEqual(await run(), [
      {
        status: "fix",
        found: "acme-product.com in global, but ca: ca.com, us: us.com",
        fix: `one domain for all stacks: ${fix}`,
      },
    ]);
  });

  const asking = (response: () => Promise<string[]>, aws = false) =>
    delegation.run({
      ...{ root, aws },
      execute: async (file: string, args: readonly string[]) => {
        assert.equal(aws, false, "AWS knows");
        assert.equal(`${file} ${args.join(" ")}`, "pulumi stack output --json --non-interactive --stack global");
        return told;
      },
      resolveNs: async (name: string) => {
        assert.equal(name, "acme-product.com");
        return response();
      },
    } as unknown as Context);
  const failing = (code?: string) => async () =>
    Promise.reject(code ? Object.assign(new Error(code), { code }) : "odd");

  it("asks DNS who answers for it, and tells nobody from no network", async () => {
    assert.deepEqual(await asking(async () => ["NS-1.example.net.", "ns-2.example.net"]), [
      {
        status: "look",
        found: "acme-product.com is answered for by ns-1.example.net, ns-2.example.net",
        fix: "are these the hosted zone's? Ask AWS with --aws",
      },
    ]);
    for (const code of ["ENOTFOUND", "ENODATA"]) {
      assert.deepEqual(await asking(failing(code)), [
        { status: "look", found: "nobody answers for acme-product.com yet", fix: afterwards },
      ]);
    }
    assert.deepEqual(await asking(failing("ETIMEOUT")), [
      { status: "unknown", found: "not checked: no DNS from here (ETIMEOUT)" },
    ]);
    assert.deepEqual(await asking(failing()), [{ status: "unknown", found: "not checked: no DNS from here (odd)" }]);
  });

  it("compares who answers with the global stack's outputs, where a CLI knows them", async () => {
    const outputs = { hostedZoneId: "ZOWN", nameServers: ["NS-1.example.net.", "ns-2.example.net"] };
    told = { missing: false, code: 0, stdout: JSON.stringify(outputs), stderr: "" };
    assert.deepEqual(await asking(async () => ["ns-2.example.net", "NS-1.example.net."]), [
      { status: "ok", found: "acme-product.com is delegated to hosted zone ZOWN" },
    ]);
    const set =
      "at the registrar (or in the parent's hosted zone) set these name servers: ns-1.example.net, ns-2.example.net";
    assert.deepEqual(await asking(failing("ENOTFOUND")), [
      { status: "fix", found: "acme-product.com is answered for by nobody", fix: set },
    ]);
    assert.deepEqual(await asking(async () => ["ns-1.example.net", "ns-8.example.net"]), [
      { status: "fix", found: "acme-product.com is answered for by ns-1.example.net, ns-8.example.net", fix: set },
    ]);
    const stdouts = ["", "null", "{}", JSON.stringify({ ...outputs, nameServers: [] }), '{"nameServers":["ns-1"]}'];
    const useless = [...stdouts.map((stdout) => ({ code: 0, stdout })), { code: 255, stdout: JSON.stringify(outputs) }];
    for (const { code, stdout } of useless) {
      told = { missing: false, code, stdout, stderr: "" };
      assert.equal((await asking(async () => ["ns-1.example.net"]))[0]?.status, "look", stdout);
    }
  });

  it("asks nobody about a domain that cannot be", async () => {
    for (const name of [undefined, "example.com"]) {
      await project(name);
      assert.deepEqual(await asking(() => assert.fail("was asked")), [
        { status: "unknown", found: "not checked: the domain comes first" },
      ]);
    }
  });

  describe("with Route 53", () => {
    let server: Server;
    const asked: string[] = [];
    let zones = "";
    let refusal: string | undefined;
    let zoneName: string;
    const before_ = { ...process.env };
    const zone = (id: string, name: string, isPrivate: boolean) =>
      `<HostedZone><Id>/hostedzone/${id}</Id><Name>${name}</Name><CallerReference>r</CallerReference><Config><PrivateZone>${isPrivate}</PrivateZone></Config></HostedZone>`;

    before(async () => {
      server = createServer((request, response) => {
        asked.push(String(request.url));
        response.setHeader("content-type", "text/xml");
        if (refusal) {
          const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${refusal}</Code><Message>as AWS says it</Message></Error></ErrorResponse>`;
          return response.writeHead(403).end(body);
        }
        const id = /hostedzone\/(\w+)/.exec(String(request.url))?.[1];
        const body = id
          ? `<GetHostedZoneResponse>${zone(id, zoneName, false)}<DelegationSet><NameServers><NameServer>ns-1.Example.net.</NameServer><NameServer>ns-2.example.net</NameServer></NameServers></DelegationSet></GetHostedZoneResponse>`
          : `<ListHostedZonesByNameResponse><HostedZones>${zones}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>10</MaxItems></ListHostedZonesByNameResponse>`;
        return response.end(body);
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      Object.assign(process.env, {
        AWS_ENDPOINT_URL_ROUTE_53: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      });
    });
    beforeEach(() => {
      asked.length = 0;
      refusal = undefined;
      zoneName = "acme-product.com.";
    });
    after(async () => {
      for (const name of ["AWS_ENDPOINT_URL_ROUTE_53", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
        if (before_[name] === undefined) {
          delete process.env[name];
        } else {
          process.env[name] = before_[name];
        }
      }
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    it("compares who answers with the hosted zone's own, public one", async () => {
      zones = [
        zone("ZPRIVATE", "acme-product.com.", true),
        zone("ZOTHER", "acme-product.community.", false),
        zone("ZPUBLIC", "acme-product.com.", false),
      ].join("");
      assert.deepEqual(await asking(async () => ["NS-2.example.net.", "ns-1.example.net", "ns-3.example.net"], true), [
        { status: "ok", found: "acme-product.com is delegated to hosted zone ZPUBLIC" },
      ]);
      assert.match(asked[0] ?? "", /hostedzonesbyname\?dnsname=acme-product\.com&maxitems=10$/);
      assert.match(asked[1] ?? "", /hostedzone\/ZPUBLIC$/);
      const set =
        "at the registrar (or in the parent's hosted zone) set these name servers: ns-1.example.net, ns-2.example.net";
      assert.deepEqual(await asking(async () => ["ns-1.example.net"], true), [
        { status: "fix", found: "acme-product.com is answered for by ns-1.example.net", fix: set },
      ]);
      assert.deepEqual(await asking(failing("ENODATA"), true), [
        { status: "fix", found: "acme-product.com is answered for by nobody", fix: set },
      ]);
    });

    it("asks for the configured hosted zone, and knows none where there is none", async () => {
      await project("acme-product.com", { "p:hostedZoneId": "ZOWN" });
      assert.equal(
        (await asking(async () => ["ns-1.example.net", "ns-2.example.net"], true))[0]?.found,
        "acme-product.com is delegated to hosted zone ZOWN",
      );
      assert.equal(asked.length, 1);
      await project("acme-product.com");
      zones = zone("ZPRIVATE", "acme-product.com.", true);
      assert.deepEqual(await asking(async () => [], true), [
        {
          status: "look",
          found: "no hosted zone for acme-product.com yet",
          fix: `the global stack creates one; ${afterwards}`,
        },
      ]);
    });

    it("refuses a hosted zone that the domain is not in, and takes one of a name above it", async () => {
      await project("acme-product.com", { "p:hostedZoneId": "ZOWN" });
      const own = async () => ["ns-1.example.net", "ns-2.example.net"];
      for (const name of ["other.com.", "product.com.", "eu.acme-product.com."]) {
        zoneName = name;
        assert.deepEqual(await asking(own, true), [
          {
            status: "fix",
            found: `hosted zone ZOWN is of ${name.slice(0, -1)}, so acme-product.com cannot be in it`,
            fix: "set hostedZoneId to the zone of acme-product.com or of a name above it, or leave it empty: the global stack creates one",
          },
        ]);
      }
      zoneName = "com.";
      assert.equal((await asking(own, true))[0]?.status, "ok");
    });

    it("tells a refusal from no answer, and does not ask where DNS did not answer", async () => {
      refusal = "AccessDenied";
      assert.deepEqual(await asking(async () => [], true), [
        {
          status: "fix",
          found: "Route 53 refuses: AccessDenied: as AWS says it",
          fix: "check the credentials and hostedZoneId",
        },
      ]);
      // The SDK's own name for an answer that did not come.
      refusal = "TimeoutError";
      const [late] = await asking(async () => [], true);
      assert.equal(late?.found, "not checked: AWS was not reached (TimeoutError: as AWS says it)");
      refusal = undefined;
      asked.length = 0;
      assert.equal((await asking(failing("ETIMEOUT"), true))[0]?.status, "unknown");
      assert.deepEqual(asked, []);
      const endpoint = process.env.AWS_ENDPOINT_URL_ROUTE_53;
      process.env.AWS_ENDPOINT_URL_ROUTE_53 = "http://127.0.0.1:1";
      const [unreached] = await asking(async () => [], true);
      process.env.AWS_ENDPOINT_URL_ROUTE_53 = endpoint;
      assert.match(unreached?.found ?? "", /^not checked: AWS was not reached \(.*ECONNREFUSED/);
    });

    it("tells who answers instead, and that there are no credentials", async () => {
      zones = zone("ZPUBLIC", "acme-product.com.", false);
      const [elsewhere] = await asking(async () => ["ns-8.example.net", "ns-9.example.net"], true);
      assert.equal(elsewhere?.found, "acme-product.com is answered for by ns-8.example.net, ns-9.example.net");
      const keys = { id: process.env.AWS_ACCESS_KEY_ID, secret: process.env.AWS_SECRET_ACCESS_KEY };
      const none = {
        ...{ HOME: root, AWS_EC2_METADATA_DISABLED: "true" },
        ...{ AWS_CONFIG_FILE: join(root, "config"), AWS_SHARED_CREDENTIALS_FILE: join(root, "credentials") },
      };
      const were = Object.fromEntries(Object.keys(none).map((name) => [name, process.env[name]]));
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
      Object.assign(process.env, none);
      try {
        const [nobody] = await asking(async () => [], true);
        assert.equal(nobody?.status, "unknown");
        assert.match(nobody?.found ?? "", /^not checked: AWS was not reached \(CredentialsProviderError: [^\n]+\)$/);
      } finally {
        for (const [name, value] of Object.entries(were)) {
          if (value === undefined) {
            delete process.env[name];
          } else {
            process.env[name] = value;
          }
        }
        Object.assign(process.env, { AWS_ACCESS_KEY_ID: keys.id, AWS_SECRET_ACCESS_KEY: keys.secret });
      }
    });
  });
});
