import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { send } from "../../../functions/shared/json-client";
import { Day } from "../support/day";

describe("one attempt at a request", () => {
  let server: Server;
  let url: URL;
  let reply: (response: ServerResponse) => void;
  let asked: {
    method: string | undefined;
    path: string | undefined;
    header: unknown;
    body: string;
    port: number | undefined;
  }[];
  before(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) {
        body += chunk;
      }
      asked.push({
        method: request.method,
        path: request.url,
        header: request.headers["x-a"],
        body,
        port: request.socket.remotePort,
      });
      reply(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`);
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked = [];
    reply = (response) => response.writeHead(201).end("é");
  });
  const request = () => ({ url, method: "PUT", headers: { "x-a": "1" }, body: "b", timeoutMs: 20_000 });

  it("sends what it is given, and gives status and text", async () => {
    const { status, body, bytes, headers } = await send(request());
    assert.deepEqual([status, body, bytes], [201, "é", Buffer.from("é")]);
    assert.equal(headers.connection, "keep-alive");
    const [{ port: _, ...sent }] = asked as [(typeof asked)[number]];
    assert.deepEqual(sent, { method: "PUT", path: "/a?b=c", header: "1", body: "b" });
  });

  it("keeps its connection for the next, and opens one of its own where it is asked to", async () => {
    await send(request());
    await send(request());
    await send({ ...request(), fresh: true });
    await send(request());
    const [first, second, own, last] = asked.map(({ port }) => port);
    assert.deepEqual([second, last], [first, first]);
    assert.notEqual(own, first);
  });

  it("joins a response that comes in pieces, also within a letter", async () => {
    const [left, right] = [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)];
    reply = (response) => {
      response.write(left);
      setImmediate(() => response.end(right));
    };
    assert.equal((await send(request())).body, "é");
  });

  it("refuses what is too long, and what is not answered, and says which", async () => {
    await assert.rejects(send({ ...request(), maxBytes: 1 }), {
      message: `the response from ${url.host} is longer than 1 bytes`,
    });
    reply = (response) => response.destroy();
    await assert.rejects(send(request()), { code: "ECONNRESET" });
    await assert.rejects(send({ ...request(), url: new URL("http://127.0.0.1:9/") }), { code: "ECONNREFUSED" });
  });

  it("refuses to wait for an answer longer than it was told to, and says how long that was", async () => {
    const day = new Day();
    try {
      const arrived = new Promise<void>((resolve) => {
        reply = () => resolve();
      });
      const sending = send(request());
      await arrived;
      day.pass(20_000);
      await assert.rejects(sending, { message: `no complete response from ${url.host} in 20000 ms` });
    } finally {
      day.end();
    }
  });

  it("hangs up on what is too long", async () => {
    let hungUp: Promise<unknown> = Promise.resolve();
    reply = (response) => {
      hungUp = once(response, "close");
      response.write("too long");
    };
    await assert.rejects(send({ ...request(), maxBytes: 1 }));
    // Without an end of its own the response would go on for ever.
    await hungUp;
  });

  it("speaks TLS where the address says so", () =>
    // A server that speaks none: the handshake fails, where plain HTTP would have been answered.
    assert.rejects(send({ ...request(), url: new URL(String(url).replace("http:", "https:")) }), {
      code: /SSL|EPROTO/ as unknown as string,
    }));
});
