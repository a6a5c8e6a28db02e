/** `npm run region` against the twin: what it asks of the control API, and how it reaches names through a proxy. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority } from "../../../local/acm/authority";
import { InvalidInput } from "../../../model/invalid-input";
import { twinRegions } from "../../../ops/region/twin";
import { callTwin } from "../../../ops/shared/twin";

const host = "ca-west-1.ca.api.example.com";

describe("npm run region, of the twin", () => {
  const servers: Server[] = [];
  let folder: string;
  let twin: string;
  let origin: number;
  /** What the control API answers, and what it was asked. */
  let control: RequestListener;
  let asked: string[];
  /** What the proxy answers to CONNECT. */
  let tunnels: number;
  let answer: RequestListener;

  const sockets = new Set<Socket>();

  async function serve(server: Server): Promise<number> {
    servers.push(server);
    // A tunnel is no connection that the server would close.
    server.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "home-region-"));
    const authority = await Authority.create();
    await writeFile(join(folder, "ca.pem"), authority.pem);
    const { key, cert } = await authority.issue([host]);
    origin = await serve(createSecureServer({ key, cert }, (request, response) => answer(request, response)));
    const proxy = createServer();
    proxy.on("connect", ({ method, url, headers }, socket) => {
      asked.push(`${method} ${url} ${headers.host}`);
      socket.on("error", () => {});
      if (tunnels !== 200) {
        socket.end(`HTTP/1.1 ${tunnels} No\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const through = connect(origin, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
      socket.pipe(through).pipe(socket);
      through.on("error", () => socket.destroy());
    });
    const url = `http://127.0.0.1:${await serve(proxy)}`;
    const endpoints = {
      proxies: [
        { place: "Toronto", url },
        { place: "Paris", url: "http://127.0.0.1:9" },
      ],
      caFile: join(folder, "ca.pem"),
      orders: {
        domain: "example.com",
        tables: { CA: "orders-ca" },
        dynamoDb: { "ca-west-1": "http://127.0.0.1:4800" },
        credentials: { accessKeyId: "id", secretAccessKey: "secret" },
      },
    };
    twin = `http://127.0.0.1:${await serve(createServer((request, response) => control(request, response)))}`;
    control = (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(JSON.stringify(endpoints));
    };
  });
  beforeEach(() => {
    [asked, tunnels] = [[], 200];
    answer = ({ headers, url }, response) => {
      response.writeHead(503).end(JSON.stringify({ status: "evacuated", at: `${headers.host}${url}` }));
    };
  });
  after(async () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    for (const server of servers) {
      await new Promise((resolve) => server.close(resolve));
    }
    await rm(folder, { recursive: true });
  });

  it("has names, tables and DynamoDB of each Region from the control API", async () => {
    const target = await twinRegions(twin);
    assert.deepEqual(asked, ["GET /api/endpoints"]);
    assert.deepEqual([target.name, target.domain], [`the twin at ${twin}`, "example.com"]);
    assert.deepEqual([target.table("CA"), target.table("FR")], ["orders-ca", ""]);
    const { config } = target.dynamoDb("ca-west-1");
    const { hostname, port } = await config.endpoint!();
    const { accessKeyId, secretAccessKey } = await config.credentials();
    assert.deepEqual([hostname, port, await config.region()], ["127.0.0.1", 4800, "ca-west-1"]);
    assert.deepEqual([accessKeyId, secretAccessKey], ["id", "secret"]);
  });

  it("asks a name through the first proxy, with the twin's authority, and takes whatever status it answers", async () => {
    const target = await twinRegions(twin);
    assert.deepEqual(await target.get(host, "/healthz"), {
      status: 503,
      body: { status: "evacuated", at: `${host}/healthz` },
    });
    assert.deepEqual(asked.slice(1), [`CONNECT ${host}:443 ${host}`]);
  });

  it("refuses an answer of who is not the name that was asked, and what is no JSON", async () => {
    const target = await twinRegions(twin);
    await assert.rejects(target.get("ca-central-1.ca.api.example.com", "/healthz"), {
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    answer = (_, response) => response.end("not JSON");
    await assert.rejects(target.get(host, "/healthz"), SyntaxError);
    answer = ({ socket }) => socket.destroy();
    await assert.rejects(target.get(host, "/healthz"), { code: "ECONNRESET" });
  });

  it("says what the proxy answers where it reaches nobody", async () => {
    const target = await twinRegions(twin);
    tunnels = 504;
    await assert.rejects(target.get(host, "/healthz"), { message: "the proxy answered 504", code: "PROXY_504" });
  });

  describe("its control API", () => {
    const call = async (path: string, reply: RequestListener, body?: object, at = twin) => {
      const before = control;
      control = reply;
      return callTwin(at, path, body).finally(() => {
        control = before;
      });
    };

    it("is given a body as JSON, and asked without one where there is none", async () => {
      const heard: unknown[] = [];
      const reply: RequestListener = async (request, response) => {
        let text = "";
        for await (const chunk of request) {
          text += chunk;
        }
        heard.push([request.method, request.url, request.headers["content-type"], text]);
        response.end("[1]");
      };
      assert.deepEqual(await call("/api/resolve", reply, { host }, `${twin}//`), [1]);
      assert.deepEqual(await call("/api/topology", reply), [1]);
      assert.deepEqual(heard, [
        ["POST", "/api/resolve", "application/json", JSON.stringify({ host })],
        ["GET", "/api/topology", undefined, ""],
      ]);
    });

    const fix = "fix: start it with `make up`, say where it is with --port or --twin, or use --aws";

    it("refuses an answer that is an error, and says the beginning of it", async () => {
      await assert.rejects(
        call("/api/x", (_, response) => response.writeHead(500).end("e".repeat(201))),
        (error: Error) => {
          assert.equal(error.message, `no twin answers at ${twin}/api/x (status 500: ${"e".repeat(200)}); ${fix}`);
          return error instanceof InvalidInput;
        },
      );
    });

    it("refuses where nobody listens, and says why", async () => {
      const gone = createServer();
      await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
      await new Promise((resolve) => gone.close(resolve));
      await assert.rejects(callTwin(url, "/api/x"), {
        message: `no twin answers at ${url}/api/x (ECONNREFUSED); ${fix}`,
      });
    });
  });
});
