import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { connect as tlsConnect } from "node:tls";
import { PlaceProxy } from "../../../local/device/proxy";
import { dataHost, type SmallWorld, smallWorld } from "../../support/small-world";

describe("proxy", () => {
  let world: SmallWorld;
  let proxy: PlaceProxy;

  before(async () => {
    world = await smallWorld();
    const { twin, route53 } = world;
    proxy = new PlaceProxy(twin, twin.network.place("Calgary"), {
      dnsPort: route53.port,
      authority: twin.certificates.authority,
    });
    await proxy.start();
  });

  after(async () => {
    await proxy.stop();
    await world.close();
  });

  const port = () => Number(new URL(proxy.url).port);

  async function tunnel(target: string) {
    const outgoing = request({ host: "127.0.0.1", port: port(), method: "CONNECT", path: target }).end();
    const [response, socket, head] = await once(outgoing, "connect");
    return { status: response.statusCode as number, socket, head: String(head) };
  }

  it("puts a program that speaks TLS through it at its place", async () => {
    const { status, socket } = await tunnel(`${dataHost}:443`);
    assert.equal(status, 200);
    const secure = tlsConnect({ socket, servername: dataHost, ca: world.twin.certificates.authority });
    secure.write(`GET /from-proxy HTTP/1.1\r\nHost: ${dataHost}\r\nConnection: close\r\n\r\n`);
    assert.match(await text(secure), /^HTTP\/1\.1 200[\s\S]*ca-central-1/);
    const ip = world.twin.network.clientIp(world.twin.network.place("Calgary"));
    assert.match(world.seen.join(), new RegExp(`/from-proxy ${ip}`));
  });

  it("refuses hosts that are not the twin's", async () => {
    const { status, socket, head } = await tunnel("www.example.org:443");
    assert.equal(status, 502);
    assert.match(head + (await text(socket)), /www\.example\.org from Calgary: ENOTFOUND/);
  });

  async function get(path: string, options: { method?: string; body?: string } = {}) {
    const outgoing = request({ host: "127.0.0.1", port: port(), path, method: options.method ?? "GET", agent: false });
    outgoing.end(options.body);
    const [response] = await once(outgoing, "response");
    return { status: response.statusCode as number, body: await text(response) };
  }

  it("forwards plain HTTP", async () => {
    const { twin } = world;
    const server = createServer(async (incoming, response) => {
      const caller = twin.network.callerOf(incoming.socket.remotePort);
      response.end(
        `${incoming.method} ${incoming.url} ${incoming.headers.host} ${await text(incoming)} ${caller?.place.name}`,
      );
    });
    const { ip } = await twin.network.serve({
      server,
      port: 80,
      place: twin.network.place("ca-west-1"),
      name: "plain",
    });
    twin.network.publish("plain.amazonaws.com", [ip]);
    try {
      const response = await get("http://plain.amazonaws.com/path?x=1", { method: "POST", body: "hello" });
      assert.deepEqual(response, { status: 200, body: "POST /path?x=1 plain.amazonaws.com hello Calgary" });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("refuses to be used as a web server, and an unknown host", async () => {
    assert.equal((await get("/")).status, 400);
    assert.deepEqual(await get("http://none.example.com/"), {
      status: 502,
      body: "none.example.com from Calgary: ENOTFOUND\n",
    });
  });
});
