/** A gateway on loopback, behind a proxy that knows no other: what is looked at is real TLS. */
import assert from "node:assert/strict";
import { createServer as createProxy, type Server } from "node:http";
import { createServer, type Server as SecureServer } from "node:https";
import { type AddressInfo, connect, createServer as createTunnel, type Socket } from "node:net";
import * as tls from "node:tls";
import { gatewayTimeoutMs, lookAtGateway } from "../../../functions/health/gateway";
import { Authority } from "../../../local/acm/authority";

const names = {
  gateway: "ca-west-1.gateway.ca.api.example.com",
  hostname: "ca.api.example.com",
  regional: "ca-west-1.ca.api.example.com",
};

describe("what is wrong with a sibling's gateway", () => {
  let gateway: SecureServer;
  let proxy: Server;
  let authority: Authority;
  const trusted = tls.getCACertificates();
  const sockets = new Set<Socket>();
  /** What is asked, in order: the names that it was led by and to. */
  let asked: string[];
  /** Name of the handshake → its certificate. */
  let pairs: Record<string, { key: string; cert: string }>;
  let statuses: Record<string, number>;
  let silent: boolean;

  before(async () => {
    authority = await Authority.create();
    tls.setDefaultCACertificates([...trusted, authority.pem]);
    gateway = createServer(
      { SNICallback: (name, done) => done(null, tls.createSecureContext(pairs[name]!)) },
      (request, response) => {
        const { servername } = request.socket as tls.TLSSocket & { servername: string };
        const { host } = request.headers;
        asked.push(`${request.method} https://${host}${request.url} shown ${servername}`);
        if ((request.socket as tls.TLSSocket).isSessionReused()) {
          asked.push("in a session of before");
        }
        if (!silent) {
          response.writeHead(statuses[host!] ?? 200).end();
        }
      },
    );
    proxy = createProxy();
    proxy.on("connect", ({ url }, socket: Socket) => {
      asked.push(`to ${url}`);
      const onward = connect((gateway.address() as AddressInfo).port, "127.0.0.1");
      for (const [from, to] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        sockets.add(from);
        from.on("error", () => to.destroy()).on("close", () => to.destroy());
        from.pipe(to);
      }
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
    });
    for (const server of [gateway, proxy]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
  });
  after(async () => {
    delete process.env.HTTPS_PROXY;
    tls.setDefaultCACertificates(trusted);
    for (const socket of sockets) {
      socket.destroy();
    }
    for (const server of [gateway, proxy]) {
      await new Promise((resolve) => server.close(resolve));
    }
  });
  beforeEach(async () => {
    [asked, statuses, silent] = [[], {}, false];
    process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    pairs = {
      [names.hostname]: await authority.issue([names.hostname]),
      [names.regional]: await authority.issue([names.regional]),
    };
  });
  const look = async () => {
    const { answered, flaw } = await lookAtGateway(names);
    return answered ? flaw : "no answer";
  };
  const first = [`to ${names.gateway}:443`, `GET https://${names.hostname}/livez shown ${names.hostname}`];

  it("is nothing where its certificate holds for the jurisdiction's name, looked at in a handshake of its own each time", async () => {
    assert.deepEqual([await look(), await look()], [undefined, undefined]);
    assert.deepEqual(asked, [...first, ...first]);
  });

  const certificates: [string, () => Promise<{ key: string; cert: string }>, string][] = [
    ["has expired", () => authority.issue([names.hostname], -60_000), "CERT_HAS_EXPIRED"],
    ["is another name's", () => authority.issue([names.regional]), "ERR_TLS_CERT_ALTNAME_INVALID"],
    [
      "is of an authority that nobody knows",
      async () => (await Authority.create()).issue([names.hostname]),
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
  ];
  for (const [what, issue, code] of certificates) {
    it(`is that its certificate ${what}`, async () => {
      pairs[names.hostname] = await issue();
      assert.equal(await look(), code);
      assert.deepEqual(asked, first, "its own name is another matter");
    });
  }

  for (const status of [400, 403, 404]) {
    it(`is that the name leads to no API: ${status}, while the Region serves its own name`, async () => {
      statuses[names.hostname] = status;
      assert.equal(await look(), `http-${status}`);
      assert.deepEqual(asked, [
        ...first,
        `to ${names.regional}:443`,
        `GET https://${names.regional}/livez shown ${names.regional}`,
      ]);
    });
  }

  for (const [what, hostname, regional] of [
    ["it refuses under its own name too", 403, 403],
    ["it fails under its own name", 403, 500],
    ["it throttles", 429, 200],
    ["it fails", 503, 200],
  ] as const) {
    it(`is not sure where ${what}`, async () => {
      statuses = { [names.hostname]: hostname, [names.regional]: regional };
      assert.equal(await look(), undefined);
    });
  }

  it("is not sure where nobody answers, at once or ever", async () => {
    silent = true;
    assert.equal(await look(), "no answer");
    assert.equal(gatewayTimeoutMs, 1000);
    const held: Socket[] = [];
    const deaf = createTunnel((socket) => held.push(socket));
    await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
    process.env.HTTPS_PROXY = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
    assert.equal(await look(), "no answer");
    held[0]!.destroy();
    await new Promise((resolve) => deaf.close(resolve));
    process.env.HTTPS_PROXY = "http://127.0.0.1:9";
    assert.equal(await look(), "no answer");
  });
});
