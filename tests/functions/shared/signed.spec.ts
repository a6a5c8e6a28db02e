import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sign } from "aws4";
import { type AwsCall, sendSigned } from "../../../functions/shared/signed";

const credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const;

describe("a signed call", () => {
  let server: Server;
  let url: URL;
  let asked: { method: string; path: string; headers: IncomingHttpHeaders; body: string; port: number }[];
  const kept = Object.fromEntries(credentials.map((name) => [name, process.env[name]]));

  before(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) {
        body += chunk;
      }
      const { method, url: path, headers, socket } = request;
      asked.push({ method: method!, path: path!, headers, body, port: socket.remotePort! });
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a/b`);
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked = [];
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
    });
  });
  afterEach(() => {
    for (const name of credentials) {
      delete process.env[name];
      Object.assign(process.env, kept[name] !== undefined && { [name]: kept[name] });
    }
  });
  const call = (more: Partial<AwsCall> = {}) =>
    sendSigned({
      service: "kms",
      region: "ca-west-1",
      url,
      headers: { "X-Amz-Target": "T.Describe" },
      body: '{"a":"é"}',
      timeoutMs: 20_000,
      ...more,
    });

  it("is a POST of the body to the path, signed whole for one service in one Region", async () => {
    const response = await call();
    assert.deepEqual([response.status, response.body], [200, "{}"]);
    const [{ method, path, headers, body }] = asked as [(typeof asked)[number]];
    assert.deepEqual([method, path, body], ["POST", "/a/b", '{"a":"é"}']);
    assert.equal(headers["content-length"], "10");
    assert.equal(headers.host, url.host);
    assert.equal(headers["x-amz-target"], "T.Describe");
    assert.equal(headers["x-amz-security-token"], "token");
    const [, scope, signed] = /Credential=id\/\d{8}\/(\S+), SignedHeaders=(\S+),/.exec(headers.authorization!) ?? [];
    assert.equal(scope, "ca-west-1/kms/aws4_request");
    for (const name of ["host", "content-length", "x-amz-date", "x-amz-security-token", "x-amz-target"]) {
      assert.ok(signed!.split(";").includes(name), name);
    }
  });

  for (const [what, secret] of [
    ["its secret", "secret"],
    ["nothing where there is none", undefined],
  ] as const) {
    it(`is signed with ${what}`, async () => {
      delete process.env.AWS_SECRET_ACCESS_KEY;
      Object.assign(process.env, secret && { AWS_SECRET_ACCESS_KEY: secret });
      await call();
      const [{ headers, body }] = asked as [(typeof asked)[number]];
      const names = ["host", "content-length", "x-amz-target", "x-amz-date", "x-amz-security-token"];
      const sent = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
      const again = sign(
        { service: "kms", region: "ca-west-1", method: "POST", host: url.host, path: "/a/b", headers: sent, body },
        { accessKeyId: "id", secretAccessKey: secret ?? "", sessionToken: "token" },
      );
      assert.equal(headers.authorization, again.headers.Authorization);
    });
  }

  it("has no token where there is none", async () => {
    process.env.AWS_SESSION_TOKEN = "";
    await call();
    assert.equal("x-amz-security-token" in asked[0]!.headers, false);
  });

  it("is sent over the kept connection, or over one of its own where that is asked for", async () => {
    await call();
    await call();
    await call({ fresh: true });
    const [first, second, own] = asked.map(({ port }) => port);
    assert.equal(second, first);
    assert.notEqual(own, first);
  });
});
