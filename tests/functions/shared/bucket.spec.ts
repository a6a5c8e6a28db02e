import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { sign } from "aws4";
import { Bucket } from "../../../functions/shared/bucket";

const variables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"] as const;

describe("files of a bucket", () => {
  let server: Server;
  let endpoint: string;
  let asked: { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer }[];
  let reply: (response: ServerResponse) => void;
  const kept = Object.fromEntries(variables.map((name) => [name, process.env[name]]));

  before(async () => {
    server = createServer(async (request, response) => {
      const { method, url, headers } = request;
      asked.push({ method: method!, path: url!, headers, body: await buffer(request) });
      reply(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked = [];
    reply = (response) => response.writeHead(206, { etag: '"e1"' }).end(Buffer.from([0, 255, 10]));
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
    });
    delete process.env.AWS_ENDPOINT_URL_S3;
  });
  afterEach(() => {
    for (const name of variables) {
      delete process.env[name];
      Object.assign(process.env, kept[name] !== undefined && { [name]: kept[name] });
    }
  });
  const bucket = (address = endpoint) => new Bucket("ca-west-1", "files", address);

  /** What S3 computes from the request that has come; it must be what the request says. */
  function checkSignature({ method, path, headers, body }: (typeof asked)[number]) {
    const signedHeaders = /SignedHeaders=([^,]+)/.exec(headers.authorization!)![1]!.split(";");
    const names = signedHeaders.filter(
      (name) => !["x-amz-date", "x-amz-security-token", "x-amz-content-sha256"].includes(name),
    );
    const expected = sign(
      {
        service: "s3",
        region: "ca-west-1",
        host: headers.host!,
        method,
        path,
        body: body.length > 0 ? body : "",
        headers: {
          ...Object.fromEntries(names.map((name) => [name, headers[name] as string])),
          "X-Amz-Date": headers["x-amz-date"] as string,
        },
      },
      { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" },
    );
    assert.equal(headers.authorization, (expected.headers as Record<string, string>).Authorization);
  }

  it("are read from the first byte to the last, both included, with what version they are of", async () => {
    assert.deepEqual(await bucket().read("registry", [2, 4]), { bytes: Buffer.from([0, 255, 10]), etag: '"e1"' });
    const [request] = asked as [(typeof asked)[0]];
    assert.deepEqual([request.method, request.path, request.body.length], ["GET", "/files/registry", 0]);
    assert.equal(request.headers.range, "bytes=2-4");
    assert.equal(request.headers["if-match"], undefined);
    checkSignature(request);
  });

  it("are read only as the version that is asked for", async () => {
    await bucket().read("registry", [0, 1], '"e0"');
    assert.equal(asked[0]!.headers["if-match"], '"e0"');
    checkSignature(asked[0]!);
  });

  for (const status of [200, 304, 403, 404, 412, 416, 500]) {
    it(`refuses an answer of ${status} to a read, which is not the bytes that were asked for`, async () => {
      reply = (response) => response.writeHead(status).end();
      await assert.rejects(
        bucket().read("registry", [0, 1]),
        new RegExp(`^Error: registry was answered with HTTP ${status}$`),
      );
    });
  }

  it("are written whole", async () => {
    reply = (response) => response.writeHead(200).end();
    const body = Buffer.from([1, 0, 254]);
    await bucket(`${endpoint}/`).write("registry", body);
    const [request] = asked as [(typeof asked)[0]];
    assert.deepEqual([request.method, request.path, request.body], ["PUT", "/files/registry", body]);
    checkSignature(request);
  });

  for (const status of [201, 403, 503]) {
    it(`refuses an answer of ${status} to a write`, async () => {
      reply = (response) => response.writeHead(status).end();
      await assert.rejects(
        bucket().write("registry", Buffer.from("a")),
        new RegExp(`^Error: writing registry was answered with HTTP ${status}$`),
      );
    });
  }

  it("are where the environment says, or by the bucket's own name at AWS", async () => {
    process.env.AWS_ENDPOINT_URL_S3 = endpoint;
    await new Bucket("ca-west-1", "files").read("registry", [0, 1]);
    assert.equal(asked.length, 1);
    delete process.env.AWS_ENDPOINT_URL_S3;
    // No such host: what is asked for stands in the error.
    await assert.rejects(
      new Bucket("zz-nowhere-1", "files").read("registry", [0, 1]),
      /files\.s3\.zz-nowhere-1\.amazonaws\.com/,
    );
  });
});
