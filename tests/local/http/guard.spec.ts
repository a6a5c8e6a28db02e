import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import { connect } from "node:net";
import { EventLog } from "../../../local/events";
import { guarded, type Handler } from "../../../local/http/guard";
import { text } from "../../../local/http/message";
import { ManualClock } from "../../support/manual-clock";

describe("guarded listener", () => {
  const servers: Server[] = [];
  after(() => {
    for (const server of servers) {
      server.closeAllConnections();
    }
    for (const server of servers) {
      server.close();
    }
  });

  async function serve(handle: Handler) {
    const events = new EventLog(new ManualClock());
    const failure = text(500, "application/json", "{}");
    const server = createServer(guarded({ events, subject: "door", failure }, handle));
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const ask = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const outgoing = httpRequest({ port, path, method: "POST" }, (response) => {
          let body = "";
          response.on("data", (chunk) => {
            body += chunk;
          });
          response.on("end", () => resolve(`${response.statusCode} ${body}`));
          response.on("error", reject);
        });
        outgoing.on("error", reject).end();
      });
    return {
      port,
      ask,
      lines: () => events.list().map(({ kind, subject, message }) => `${kind} ${subject} ${message}`),
    };
  }

  for (const [how, handle] of [
    [
      "at once",
      () => {
        throw new Error("no such thing");
      },
    ],
    ["later", () => Promise.reject(new Error("no such thing"))],
  ] as [string, Handler][]) {
    it(`answers with the door's own error and a line where the handler throws ${how}`, async () => {
      const { ask, lines } = await serve(handle);
      assert.equal(await ask("/x"), "500 {}");
      assert.deepEqual(lines(), ["error door POST /x: Error: no such thing"]);
    });
  }

  it("ends a response that has begun when its handler throws", async () => {
    const { ask, lines } = await serve(async (_, response) => {
      response.write("half");
      throw new Error("no such thing");
    });
    await assert.rejects(ask("/x"));
    assert.equal(lines().length, 1);
  });

  it("lets a response be that is complete", async () => {
    const { ask, lines } = await serve(async (_, response) => {
      response.end("whole");
      throw new Error("no such thing");
    });
    assert.equal(await ask("/x"), "200 whole");
    assert.deepEqual(lines(), []);
  });

  it("says which path cannot be decoded, cut where it is long, and which body was too large", async () => {
    const { ask, lines } = await serve((request, response) => {
      response.statusCode = request.url === "/big" ? 413 : 404;
      response.end();
    });
    await ask("/fine?%zz");
    await ask(`/%zz${"a".repeat(200)}`);
    await ask("/big");
    assert.deepEqual(lines(), [
      `bad-request door POST /%zz${"a".repeat(96)}: 404: the path cannot be decoded`,
      "bad-request door POST /big: 413: the body is too large",
    ]);
  });

  it("has nothing to say of a client that goes away before its request is whole", async () => {
    const [seen, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { port, lines } = await serve(async (request) => {
      seen.resolve();
      try {
        for await (const _ of request) {
        }
      } finally {
        setImmediate(over.resolve);
      }
    });
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
    await seen.promise;
    socket.resetAndDestroy();
    await over.promise;
    assert.deepEqual(lines(), []);
  });
});
